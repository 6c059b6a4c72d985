-- @include permits.lua
-- @include leases.lua
-- @include queue.lua
-- Take permits if enough are free and nobody came before.
--
-- KEYS[1]  permits  zset  token and weight -> ms at which the lease ends
-- KEYS[2]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- KEYS[3]  waiters  zset  who waits -> ms of the last look
-- KEYS[4]  queue    zset  who waits in turn -> place
-- ARGV[1]  member     token of the caller and its weight
-- ARGV[2]  lease      ms
-- ARGV[3]  max        permits by the caller's configuration
-- ARGV[4]  version    of that configuration
-- ARGV[5]  retention  ms for which a limit set by an operator outlives its last use
-- ARGV[6]  patience   ms for which the caller counts as waiting, 0 if it does not wait
-- ARGV[7]  claim      ms within which the first in turn must take what is free
-- ARGV[8]  command    that tells of permits that are left
-- ARGV[9]  channel    where
-- ARGV[10] topic      first line of the message
--
-- returns  { 1, used, max, version, resized, 0 }      taken; resized: 1 if an operator set the limit
--          { 0, used, max, version, resized, pause }  not yet; ms until it may be, -1 if unknown
--
-- A request that is first is not overtaken, however much it wants. It loses its
-- place if it is not heard of for some time, or does not take what is free for it.
local lease, retention, patience = tonumber(ARGV[2]), tonumber(ARGV[5]), tonumber(ARGV[6])
local now = clock()
local max, version, resized, extra = limit(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[4]), lease, retention)
local used
used, extra = purge(KEYS[1], KEYS[2], now, extra)
local mine = weight(ARGV[1])
local pause = await(KEYS[1], KEYS[3], ARGV[1], now, patience)
if patience > 0 then
  drop(KEYS[4], KEYS[3], now - patience)
  if mine <= max or max == 0 then
    enqueue(KEYS[4], ARGV[1], patience)
  end
end
local head, offered = first(KEYS[4], KEYS[3], KEYS[2], ARGV[1], now, max - used, tonumber(ARGV[7]))
if (used + mine <= max and (not head or head == ARGV[1])) or call('ZSCORE', KEYS[1], ARGV[1]) then
  grant(KEYS[1], KEYS[2], ARGV[1], now + lease, extra)
  keep(KEYS[1], KEYS[2], lease, retention)
  call('ZREM', KEYS[3], ARGV[1])
  call('ZREM', KEYS[4], ARGV[1])
  local following = call('ZRANGE', KEYS[4], 0, 0)[1]
  if following and used + mine + weight(following) <= max then
    call(ARGV[8], ARGV[9], ARGV[10] .. '\n')
  end
  return { 1, used + mine, max, version, resized, 0 }
end
return { 0, used, max, version, resized, offered or pause }

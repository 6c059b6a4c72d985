-- @include permits.lua
-- @include leases.lua
-- Take permits if enough are free.
--
-- KEYS[1]  permits  zset  token and weight -> ms at which the lease ends
-- KEYS[2]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- KEYS[3]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  member     token of the caller and its weight
-- ARGV[2]  lease      ms
-- ARGV[3]  max        permits by the caller's configuration
-- ARGV[4]  version    of that configuration
-- ARGV[5]  retention  ms for which a limit set by an operator outlives its last use
-- ARGV[6]  patience   ms for which the caller counts as waiting, 0 if it does not wait
--
-- returns  { 1, used, max, version, resized, 0 }      taken; resized: 1 if an operator set the limit
--          { 0, used, max, version, resized, pause }  full; ms until a lease ends, -1 if there is none
--
-- What was not renewed in time is taken back first, by the time of the server. A
-- command that is sent twice finds its own permit and takes nothing twice.
local lease, retention, patience = tonumber(ARGV[2]), tonumber(ARGV[5]), tonumber(ARGV[6])
local now = clock()
local max, version, resized, extra = limit(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[4]), lease, retention)
local used
used, extra = purge(KEYS[1], KEYS[2], now, extra)
local mine = weight(ARGV[1])
if used + mine <= max or call('ZSCORE', KEYS[1], ARGV[1]) then
  grant(KEYS[1], KEYS[2], ARGV[1], now + lease, extra)
  keep(KEYS[1], KEYS[2], lease, retention)
  if patience > 0 then
    call('ZREM', KEYS[3], ARGV[1])
  end
  return { 1, used + mine, max, version, resized, 0 }
end
return { 0, used, max, version, resized, await(KEYS[1], KEYS[3], ARGV[1], now, patience) }

-- @include pool.lua
-- @include reclaim.lua
-- Lease the item that was returned longest ago.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- KEYS[6]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  token       of the caller
-- ARGV[2]  lease       ms
-- ARGV[3]  version     of the caller's configuration
-- ARGV[4]  digest      of the items that it lists
-- ARGV[5]  quarantine  ms for which an item is suspect whose lease ended, 0 if it is not
-- ARGV[6]  retention   ms for which the pool is kept when nobody uses it
-- ARGV[7]  patience    ms for which the caller counts as waiting, 0 if it does not wait
--
-- returns  { 1, conflict, free, leased, item }   leased; conflict: 1 if others list other items
--          { 0, conflict, free, leased, pause }  none is free; ms until one may be, -1 if unknown
--          { 2, 0, 0, 0, 0 }                     the items of this version are to be listed first
--
-- A command that is sent twice finds the item of its token and takes no second one.
local keys = { free = KEYS[1], leased = KEYS[2], holders = KEYS[3], suspect = KEYS[4], state = KEYS[5] }
local retention = tonumber(ARGV[6])
local known = call('HMGET', KEYS[5], 'version', 'digest')
if tonumber(known[1] or -1) < tonumber(ARGV[3]) then
  return { 2, 0, 0, 0, 0 }
end
local conflict = (known[1] ~= ARGV[3] or known[2] ~= ARGV[4]) and 1 or 0
local now = clock()
reclaim(keys, now, tonumber(ARGV[5]), retention)
tend({ KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5] }, KEYS[5], retention)
local item = call('HGET', KEYS[3], ARGV[1]) or call('ZPOPMIN', KEYS[1])[1]
if item then
  call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[2]), ARGV[1])
  call('HSET', KEYS[3], ARGV[1], item)
  touch(KEYS[2], retention)
  touch(KEYS[3], retention)
  if ARGV[7] ~= '0' then
    call('ZREM', KEYS[6], ARGV[1])
  end
  return { 1, conflict, call('ZCARD', KEYS[1]), call('ZCARD', KEYS[2]), item }
end
if ARGV[7] ~= '0' then
  call('ZADD', KEYS[6], string.format('%.0f', now), ARGV[1])
  call('PEXPIRE', KEYS[6], ARGV[7])
end
local pause = -1
for _, key in ipairs({ KEYS[2], KEYS[4] }) do
  local soonest = tonumber(call('ZRANGE', key, 0, 0, 'WITHSCORES')[2])
  if soonest and (pause < 0 or soonest - now < pause) then
    pause = soonest - now
  end
end
return { 0, conflict, 0, call('ZCARD', KEYS[2]), pause }

-- @include pool.lua
-- Return an item, and tell those who wait.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- KEYS[6]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  token       of the caller
-- ARGV[2]  reason      why the item is suspect, empty if it is not
-- ARGV[3]  quarantine  ms for which a suspect item is not lent
-- ARGV[4]  retention   ms for which the pool is kept when nobody uses it
-- ARGV[5]  command     that tells of it
-- ARGV[6]  channel     where
-- ARGV[7]  topic       first line of the message
--
-- returns  1 returned
--          0 it was not held any more
local keys = { free = KEYS[1], leased = KEYS[2], holders = KEYS[3], suspect = KEYS[4], state = KEYS[5] }
local item = call('HGET', KEYS[3], ARGV[1])
if call('ZREM', KEYS[2], ARGV[1]) == 0 or not item then
  return 0
end
call('HDEL', KEYS[3], ARGV[1])
local now = clock()
if ARGV[2] ~= '' then
  suspect(keys, item, now + ARGV[3], ARGV[2], tonumber(ARGV[4]))
else
  free(keys, item, now, tonumber(ARGV[4]))
end
touch(KEYS[5], tonumber(ARGV[4]))
if call('EXISTS', KEYS[6]) == 1 then
  call(ARGV[5], ARGV[6], ARGV[7] .. '\n')
end
return 1

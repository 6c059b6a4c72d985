-- @include pool.lua
-- @include items.lua
-- Add items to a pool, take some out, or trust suspect ones again.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- KEYS[6]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  change     add, remove or trust
-- ARGV[2]  retention  ms for which the pool is kept when nobody uses it
-- ARGV[3]  command    that tells those who wait
-- ARGV[4]  channel    where
-- ARGV[5]  topic      first line of the message
-- ARGV[6*] items
--
-- returns  how many items this concerned, -1 if the items of the configuration are to be listed first
--
-- An item that is lent is taken out when it comes back.
local keys = { free = KEYS[1], leased = KEYS[2], holders = KEYS[3], suspect = KEYS[4], state = KEYS[5] }
local retention = tonumber(ARGV[2])
if call('HEXISTS', KEYS[5], 'version') == 0 then
  return -1
end
local now = clock()
local changed = 0
for i = 6, #ARGV do
  if ARGV[1] == 'add' then
    changed = changed + add(keys, ARGV[i], now)
  elseif ARGV[1] == 'remove' then
    changed = changed + remove(keys, ARGV[i])
  elseif trust(keys, ARGV[i]) == 1 then
    free(keys, ARGV[i], now, retention)
    changed = changed + 1
  end
end
touch(KEYS[1], retention)
touch(KEYS[5], retention)
tend({ KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5] }, KEYS[5], retention)
if ARGV[1] ~= 'remove' and call('EXISTS', KEYS[6]) == 1 then
  call(ARGV[3], ARGV[4], ARGV[5] .. '\n')
end
return changed

-- @include pool.lua
-- Begin another lease of an item.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- ARGV[1]  token      of the caller
-- ARGV[2]  lease      ms
-- ARGV[3]  retention  ms for which the pool is kept when nobody uses it
--
-- returns  1 renewed
--          0 the lease ended before, or the item was lost
local now = clock()
local expiry = call('ZSCORE', KEYS[2], ARGV[1])
if not expiry or tonumber(expiry) <= now then
  return 0
end
call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[2]), ARGV[1])
tend({ KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5] }, KEYS[5], tonumber(ARGV[3]))
return 1

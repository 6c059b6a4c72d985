-- @include pool.lua
-- @include items.lua
-- List the items of a version of the configuration, once.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- ARGV[1]  version    of the caller's configuration
-- ARGV[2]  digest     of the items
-- ARGV[3]  retention  ms for which the pool is kept when nobody uses it
-- ARGV[4*] items
--
-- returns  1 listed
--          0 another instance listed this version or a higher one
--
-- What an earlier version had and this one has not goes; what is lent goes when it
-- comes back.
local keys = { free = KEYS[1], leased = KEYS[2], holders = KEYS[3], suspect = KEYS[4], state = KEYS[5] }
local known = tonumber(call('HGET', KEYS[5], 'version') or -1)
if known >= tonumber(ARGV[1]) then
  return 0
end
local wanted = {}
for i = 4, #ARGV do
  wanted[ARGV[i]] = true
end
for _, present in ipairs({ call('ZRANGE', KEYS[1], 0, -1), call('ZRANGE', KEYS[4], 0, -1), call('HVALS', KEYS[3]) }) do
  for _, item in ipairs(present) do
    if not wanted[item] then
      remove(keys, item)
    end
  end
end
local now = clock()
for i = 4, #ARGV do
  add(keys, ARGV[i], now)
end
call('HSET', KEYS[5], 'version', ARGV[1], 'digest', ARGV[2])
for _, key in ipairs({ KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5] }) do
  call('PEXPIRE', key, ARGV[3])
end
return 1

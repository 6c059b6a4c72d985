-- @include record.lua
-- @include ../lease.lua
-- Begin to write the source before the cache.
--
-- KEYS[1]  value     string  envelope and content of the entry, or the lease if there is none
-- KEYS[2]  lease     string  token of the load or write that may replace the value
-- KEYS[3]  dirty     hash    key -> what the source does not have yet
-- KEYS[4]  sequence  string  last number
-- ARGV[1]  key    of the entry
-- ARGV[2]  token  of the write, 16 bytes
-- ARGV[3]  lease  ms
--
-- returns  { 0, version }  only this write may store
--          { 1, version }  there is a load or another write: nobody will know which of
--                          them came last
--          { 2, 0 }        a change of the key waits, which this one has to follow
if call('HEXISTS', KEYS[3], ARGV[1]) == 1 then
  return { 2, 0 }
end
local _, version = tick(KEYS[4])
local head = redis.pcall('GETRANGE', KEYS[1], 0, 17)
local held = take(head == '' or lease(head), KEYS[1], KEYS[2], ARGV[2], ARGV[3])
return { held and 1 or 0, version }

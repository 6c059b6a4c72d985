-- @include record.lua
-- Begin to write the source before the cache.
--
-- KEYS[1]  lease     string  token of the load or write that may store
-- KEYS[2]  dirty     hash    key -> what the source does not have yet
-- KEYS[3]  sequence  string  last number
-- ARGV[1]  key    of the entry
-- ARGV[2]  token  of the write, 16 bytes
-- ARGV[3]  lease  ms
--
-- returns  { 0, version }  only this write may store
--          { 1, version }  there is a load or another write: nobody will know which of
--                          them came last
--          { 2, 0 }        a change of the key waits, which this one has to follow
if call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return { 2, 0 }
end
local _, version = tick(KEYS[3])
local held = call('SET', KEYS[1], ARGV[2], 'NX', 'GET', 'PX', ARGV[3])
return { held and 1 or 0, version }

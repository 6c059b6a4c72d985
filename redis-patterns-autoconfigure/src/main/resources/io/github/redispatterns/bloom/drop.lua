-- Delete a filter.
--
-- KEYS[*]  keys  meta and bits
--
-- returns  1 it was there
--          0 it was not
local there = redis.call('EXISTS', unpack(KEYS))
redis.call('UNLINK', unpack(KEYS))
return math.min(there, 1)

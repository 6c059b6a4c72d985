-- @include slots.lua
-- Start anew, empty and complete.
--
-- KEYS[1]   meta    string  JSON: generations with their layers
-- KEYS[2*]  bits    string  bits of a generation; three of them
-- ARGV[1]   ttl     ms that the filter outlives its last use
-- ARGV[2]   plan    most bits of a generation and its layers: most|bits hashes capacity;...
-- ARGV[3]   period  ms after which a new generation starts, or 0
--
-- returns  1
--
-- A rebuild that is running is over: it may have read what the caller wants to forget.
for slot = 2, #KEYS do
  redis.call('UNLINK', KEYS[slot])
end
local meta = { hole = 0, present = start(2, now, tonumber(ARGV[3]), ARGV[2]) }
redis.call('SET', KEYS[1], cjson.encode(meta), 'PX', ARGV[1])
outlive(meta, ARGV[1])
return 1

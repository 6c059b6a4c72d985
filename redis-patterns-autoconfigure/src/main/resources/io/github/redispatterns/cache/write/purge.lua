-- Delete changes that were given up.
--
-- KEYS[1]  dead  stream  changes that were given up
-- ARGV[1]  id  of one, empty for all
--
-- returns  how many were deleted
if ARGV[1] ~= '' then
  return redis.call('XDEL', KEYS[1], ARGV[1])
end
local all = redis.call('XLEN', KEYS[1])
redis.call('DEL', KEYS[1])
return all

-- Read changes that were given up.
--
-- KEYS[1]  dead  stream  changes that were given up
-- ARGV[1]  from  id after which to begin, or -
-- ARGV[2]  most  changes to read
--
-- returns  { id, key, change, error, ... }  the oldest first
local letters = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])) do
  local fields = entry[2]
  letters[#letters + 1] = entry[1]
  letters[#letters + 1] = fields[2]
  letters[#letters + 1] = fields[4]
  letters[#letters + 1] = fields[6]
end
return letters

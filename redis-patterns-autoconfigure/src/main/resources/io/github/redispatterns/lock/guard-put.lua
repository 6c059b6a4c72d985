-- @include guard.lua
-- Write fields of a hash, unless a larger fencing token was seen.
--
-- KEYS[1]   guard   string  highest token that passed
-- KEYS[2]   fence   string  token that was given last
-- KEYS[3]   fields  hash    what is guarded
-- ARGV[1]   token   of the caller
-- ARGV[2]   memory  ms for which it is remembered
-- ARGV[3]   ttl     ms
-- ARGV[4*]  name, value of each field
--
-- returns  0     written
--          seen  a larger token
local seen = larger(ARGV[1], KEYS[1], KEYS[2])
if seen == 0 then
  remember(ARGV[1], KEYS[1], ARGV[2])
  for i = 4, #ARGV, 2 do
    redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
  end
  redis.call('PEXPIRE', KEYS[3], ARGV[3])
end
return seen

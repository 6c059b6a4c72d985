-- Let a mutex end after a time, whether sooner or later than it would have.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- ARGV[1]  value  of the caller
-- ARGV[2]  time   ms
--
-- returns  1 it will end
--          0 somebody else holds it, or nobody
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])

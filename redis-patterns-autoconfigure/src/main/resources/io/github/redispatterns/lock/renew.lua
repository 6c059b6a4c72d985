-- Begin another lease of a mutex.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- ARGV[1]  value  of the caller
-- ARGV[2]  lease  ms
--
-- returns  1 renewed
--          0 somebody else holds it, or nobody
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0

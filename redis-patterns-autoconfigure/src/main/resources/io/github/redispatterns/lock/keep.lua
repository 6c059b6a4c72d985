-- Give a mutex back, but keep others out for a while.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- ARGV[1]  value  of the caller
-- ARGV[2]  keep   ms
--
-- returns  1 given back
--          0 somebody else holds it, or nobody
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])

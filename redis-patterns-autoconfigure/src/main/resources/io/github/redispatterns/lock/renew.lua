-- Begin another lease of a mutex.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- ARGV[1]  value  of the caller
-- ARGV[2]  lease  ms
--
-- returns  1 renewed
--          0 somebody else holds it, or nobody
--
-- A lease never ends sooner than it would have: a renewal that was overtaken by a
-- longer one, because Redis or the network stood still, takes nothing away.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2], 'GT')
return 1

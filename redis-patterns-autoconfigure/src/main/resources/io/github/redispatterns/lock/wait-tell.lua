-- Tell other instances what somebody who holds something waits for.
--
-- KEYS[1]  wait  string  what the holder of a token waits for
-- ARGV[1]  wait  token of the wait, wanted lock, beat and thread, one line each
-- ARGV[2]  ttl   ms
--
-- returns  1 always
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1

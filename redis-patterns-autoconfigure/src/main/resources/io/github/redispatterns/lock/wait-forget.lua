-- Tell other instances that somebody no longer waits.
--
-- KEYS[1]  wait  string  what the holder of a token waits for
--
-- returns  1 told
--          0 they had forgotten it already
return redis.call('DEL', KEYS[1])

-- Wait no longer for an item.
--
-- KEYS[1]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  token    of the caller
--
-- returns  1 it waited
--          0 it did not
return redis.call('ZREM', KEYS[1], ARGV[1])

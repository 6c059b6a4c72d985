-- Wait no longer for permits.
--
-- KEYS[1]  waiters  zset  who waits -> ms of the last look
-- KEYS[2]  queue    zset  who waits in turn -> place
-- ARGV[1]  member   token of the caller and its weight
-- ARGV[2]  command  that tells those behind
-- ARGV[3]  channel  where
-- ARGV[4]  topic    first line of the message
--
-- returns  1 it waited
--          0 it did not
--
-- Those behind may want less than who leaves, so they look again.
local call = redis.call
local waited = call('ZREM', KEYS[1], ARGV[1])
if call('ZREM', KEYS[2], ARGV[1]) == 1 and call('EXISTS', KEYS[2]) == 1 then
  call(ARGV[2], ARGV[3], ARGV[4] .. '\n')
end
return waited

-- Give permits back, and tell those who wait.
--
-- KEYS[1]  permits  zset  token and weight -> ms at which the lease ends
-- KEYS[2]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- KEYS[3]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  member   token of the caller and its weight
-- ARGV[2]  more     what it weighs beyond one
-- ARGV[3]  command  that tells of it
-- ARGV[4]  channel  where
-- ARGV[5]  topic    first line of the message
--
-- returns  1 given back
--          0 it was not held any more
--
-- Only who is in the set is taken out of it, so nothing is given back twice and
-- there are never more permits than the limit. Nothing is published for nobody.
local call = redis.call
if call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return 0
end
if ARGV[2] ~= '0' then
  local extra = call('HGET', KEYS[2], 'extra')
  if extra then
    call('HSET', KEYS[2], 'extra', math.max(0, extra - ARGV[2]))
  end
end
if call('EXISTS', KEYS[3]) == 1 then
  call(ARGV[3], ARGV[4], ARGV[5] .. '\n')
end
return 1

-- Give a mutex back, and tell those who wait.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  waiters  zset    instances that wait
-- ARGV[1]  value    of the caller
-- ARGV[2]  command  that tells of it
-- ARGV[3]  channel  where
--
-- returns  1 given back
--          0 somebody else holds it, or nobody
--
-- One DEL takes both keys and counts them, so that nothing is published when
-- nobody waits. Who still waits after the signal registers anew. The topic, the
-- first line of the message, is the owner's key without its facet.
local call = redis.call
if call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if call('DEL', KEYS[1], KEYS[2]) == 2 then
  call(ARGV[2], ARGV[3], string.sub(KEYS[1], 1, -7) .. '\n')
end
return 1

-- Store what was loaded, unless a write came in between.
--
-- KEYS[1]  value  string  envelope and content
-- KEYS[2]  lease  string  token of the load that may store
-- ARGV[1]  token    of the load
-- ARGV[2]  value    envelope and content
-- ARGV[3]  life     ms until the value goes away
-- ARGV[4]  command  that signals
-- ARGV[5]  channel  of signals
-- ARGV[6]  topic    of signals
--
-- returns  1  stored
--          0  the lease is gone: nothing is stored
--
-- No lease, no store (Nishtala et al., NSDI 2013, 3.2.1): every write deletes the
-- lease, so what was read before the write cannot be stored after it.
local call = redis.call
local held = call('GET', KEYS[2])
if not held or string.sub(held, 1, 16) ~= ARGV[1] then
  return 0
end
call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
call('DEL', KEYS[2])
if #held == 17 then
  call(ARGV[4], ARGV[5], ARGV[6] .. '\n')
end
return 1

-- Give the right to load back, because nothing will be stored.
--
-- KEYS[1]  lease  string  token of the load that may store
-- ARGV[1]  token    of the load
-- ARGV[2]  command  that signals
-- ARGV[3]  channel  of signals
-- ARGV[4]  topic    of signals
--
-- returns  1  given back
--          0  it was gone
local call = redis.call
local held = call('GET', KEYS[1])
if not held or string.sub(held, 1, 16) ~= ARGV[1] then
  return 0
end
call('DEL', KEYS[1])
if #held == 17 then
  call(ARGV[2], ARGV[3], ARGV[4] .. '\n')
end
return 1

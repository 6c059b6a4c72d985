-- Give the right to store back, because the write was rolled back.
--
-- KEYS[1]  lease  string  token of the load or write that may store
-- ARGV[1]  token    of the write
-- ARGV[2]  command  that signals
-- ARGV[3]  channel  of signals
-- ARGV[4]  topic    of the entry's signals
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

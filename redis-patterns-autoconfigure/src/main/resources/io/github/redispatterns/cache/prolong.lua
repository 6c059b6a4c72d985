-- Keep the right to load for longer.
--
-- KEYS[1]  lease  string  token of the load that may store
-- ARGV[1]  token  of the load
-- ARGV[2]  lease  ms from now
--
-- returns  1  kept
--          0  it was gone
local held = redis.call('GET', KEYS[1])
if not held or string.sub(held, 1, 16) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])

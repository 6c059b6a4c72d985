-- Make the next fencing token of this server larger than one that others gave.
--
-- KEYS[1]  fence  string  fencing token that was given last
-- ARGV[1]  fence     token
-- ARGV[2]  fenceTtl  ms
--
-- returns  token that counts as given last
local last = tonumber(redis.call('GET', KEYS[1]) or 0)
if last >= tonumber(ARGV[1]) then
  return last
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return tonumber(ARGV[1])

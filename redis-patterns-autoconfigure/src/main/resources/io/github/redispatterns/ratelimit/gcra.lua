-- Decide a policy of one GCRA tier by the time its key has left to live.
--
-- KEYS[1]  tat       string  what the TTL exceeds the debt by, in parts
-- ARGV[1]  den       parts of a millisecond that the tier counts in
-- ARGV[2]  price     debt of this call, in parts, above 0
-- ARGV[3]  capacity  largest debt, in parts
--
-- returns  n >= 0  admitted; n is the debt now, in parts
--          n < 0   refused, nothing taken; -n - 1 is the debt, in parts
--
-- GCRA keeps the time at which all debt is paid. That is when the key may go,
-- so it is the key's own expiry and costs neither TIME nor arithmetic on dates.
-- A key without TTL counts as paid and is given one.
local den = tonumber(ARGV[1])
local debt = redis.call('PTTL', KEYS[1])
if debt <= 0 then
  debt = 0
elseif den > 1 then
  debt = debt * den - redis.call('GET', KEYS[1]) % den
end

local after = debt + ARGV[2]
if after > tonumber(ARGV[3]) then
  return -debt - 1
end

local ttl = math.ceil(after / den)
redis.call('SET', KEYS[1], ttl * den - after, 'PX', ttl)
return after

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
-- A key without TTL counts as paid and is given one. Every call counts here:
-- whole milliseconds need no value, and moving an expiry is cheaper than a SET.
local call, den = redis.call, ARGV[1]
local debt = call('PTTL', KEYS[1])
if debt <= 0 then
  debt = 0
elseif den ~= '1' then
  debt = debt * den - call('GET', KEYS[1]) % den
end

local after = debt + ARGV[2]
if after > tonumber(ARGV[3]) then
  return -debt - 1
end

if den == '1' then
  if debt > 0 then
    call('PEXPIRE', KEYS[1], after)
  else
    call('SET', KEYS[1], '0', 'PX', ARGV[2])
  end
  return after
end
local ttl = math.ceil(after / den)
call('SET', KEYS[1], ttl * den - after, 'PX', ttl)
return after

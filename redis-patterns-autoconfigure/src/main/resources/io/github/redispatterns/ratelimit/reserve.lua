-- @include tiers.lua
-- Charge all tiers of a policy, to be kept or given back later.
--
-- KEYS[1]   holds  zset    hold -> ms at which it is given back
-- KEYS[2*]  tier   one key per tier
-- ARGV[1]   cost   calls to charge
-- ARGV[2]   id     of the reservation; no colon
-- ARGV[3]   hold   ms after which an unsettled reservation is given back
-- ARGV[4*]  tiers  four values each, see tiers.lua
--
-- returns  { retry, left, reset, ... } of every tier; if every retry is 0, the
--          till of every tier follows, which settle.lua wants back
--
-- Reservations of processes that died are given back here, by the next caller
-- who wants the same quota. The key outlives its holds until what they took
-- would have come back by itself.
local all = tiers(4)
for _, hold in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 16)) do
  release(hold, all)
  redis.call('ZREM', KEYS[1], hold)
end

local reply, admitted, states = decide(all, 1, tonumber(ARGV[1]), true, ARGV[2])
if not admitted then
  return reply
end

local hold, reset = ARGV[2] .. ':' .. ARGV[1], 0
for _, s in ipairs(states) do
  reply[#reply + 1] = s.till
  hold = hold .. ':' .. text(s.till)
  reset = math.max(reset, s.reset)
end
redis.call('ZADD', KEYS[1], now + ARGV[3], hold)
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), ARGV[3] + reset))
return reply

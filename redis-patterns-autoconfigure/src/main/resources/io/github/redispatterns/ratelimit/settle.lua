-- @include tiers.lua
-- Keep a reserved charge, or give it back; the first settlement wins.
--
-- KEYS[1]   holds  zset    hold -> ms at which it is given back
-- KEYS[2*]  tier   one key per tier
-- ARGV[1]   hold   as reserve.lua wrote it: id:cost:till:till...
-- ARGV[2]   keep   1 to keep the charge, 0 to give it back
-- ARGV[3*]  tiers  four values each, see tiers.lua
--
-- returns  1 settled
--          0 it was settled before, or its hold has ended
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return 0
end
if ARGV[2] == '0' then
  release(ARGV[1], tiers(3))
end
return 1

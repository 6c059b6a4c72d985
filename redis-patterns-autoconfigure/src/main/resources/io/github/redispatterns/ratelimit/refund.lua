-- @include tiers.lua
-- Give a charge back to all tiers of a policy.
--
-- KEYS[*]   tier   one key per tier
-- ARGV[1]   cost   calls to give back
-- ARGV[2*]  tiers  four values each, see tiers.lua
--
-- returns  1
--
-- No tier ever has more left than its whole quota.
for i, t in ipairs(tiers(2)) do
  give[t[1]](KEYS[i], t, tonumber(ARGV[1]))
end
return 1

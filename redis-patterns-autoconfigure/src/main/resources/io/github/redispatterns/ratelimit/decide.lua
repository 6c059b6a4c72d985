-- @include tiers.lua
-- Decide all tiers of a policy for one key: all admit and are charged, or none is.
--
-- KEYS[*]   tier  one key per tier, of the type of its algorithm
-- ARGV[1]   cost  calls to charge
-- ARGV[2]   take  1 to charge if admitted, 0 to only look
-- ARGV[3*]  tiers  four values each, see tiers.lua
--
-- returns  { retry, left, reset, ... } of every tier in order; the call is
--          admitted if every retry is 0
local reply = decide(tiers(3), 0, tonumber(ARGV[1]), ARGV[2] == '1')
return reply

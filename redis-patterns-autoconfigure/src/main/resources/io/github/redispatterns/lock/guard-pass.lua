-- @include guard.lua
-- Let a fencing token pass, unless a larger one was seen.
--
-- KEYS[1]  guard   string  highest token that passed
-- KEYS[2]  fence   string  token that was given last
-- ARGV[1]  token   of the caller
-- ARGV[2]  memory  ms for which it is remembered
--
-- returns  0     passed
--          seen  a larger token
local seen = larger(ARGV[1], KEYS[1], KEYS[2])
if seen == 0 then
  remember(ARGV[1], KEYS[1], ARGV[2])
end
return seen

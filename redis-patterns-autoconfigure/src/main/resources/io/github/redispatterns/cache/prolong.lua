-- @include lease.lua
-- Keep the right to load for longer.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  token  of the load
-- ARGV[2]  lease  ms from now
--
-- returns  1  kept
--          0  it was gone
local place = claimed(KEYS[1], KEYS[2], ARGV[1])
if not place then
  return 0
end
if place == KEYS[2] then
  call('PEXPIRE', KEYS[1], ARGV[2], 'GT')
end
return call('PEXPIRE', place, ARGV[2])

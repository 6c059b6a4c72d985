-- @include lease.lua
-- Give the right to store back, because nothing will be stored.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load or write that may replace the value
-- ARGV[1]  token    of the load or write
-- ARGV[2]  command  that signals
-- ARGV[3]  channel  of signals
-- ARGV[4]  topic    of signals
--
-- returns  1  given back
--          0  it was gone
local place, held = claimed(KEYS[1], KEYS[2], ARGV[1])
if not place then
  return 0
end
call('DEL', place)
signal(held, ARGV[2], ARGV[3], ARGV[4])
return 1

-- @include lease.lua
-- Store what was loaded, unless a write came in between.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  token    of the load
-- ARGV[2]  value    envelope and content
-- ARGV[3]  life     ms until the value goes away
-- ARGV[4]  command  that signals
-- ARGV[5]  channel  of signals
-- ARGV[6]  topic    of signals
--
-- returns  1  stored
--          0  the lease is gone: nothing is stored
--
-- No lease, no store (Nishtala et al., NSDI 2013, 3.2.1): every write ends the
-- lease, so what was read before the write cannot be stored after it.
local place, held = claimed(KEYS[1], KEYS[2], ARGV[1])
if not place then
  return 0
end
if place == KEYS[2] then
  call('DEL', place)
  -- the value may have ended since, and another load begun in its place
  signal(redis.pcall('GETRANGE', KEYS[1], 0, 17), ARGV[4], ARGV[5], ARGV[6])
end
call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
signal(held, ARGV[4], ARGV[5], ARGV[6])
return 1

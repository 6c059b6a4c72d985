-- @include stored.lua
-- Store what somebody wrote if nothing fresh is there, and tell all instances.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  value        envelope and content
-- ARGV[2]  life         ms until the value goes away
-- ARGV[3]  incarnation  of the versions of the cache, 8 bytes
-- ARGV[4]  cleared      version of the last clear
-- ARGV[5]  news         channel
-- ARGV[6]  message      that names the key
-- ARGV[7]  command      that signals
-- ARGV[8]  channel      of signals
-- ARGV[9]  topic        of signals
--
-- returns  { 0 }         stored
--          { ttl, value }  was there, for so many ms
local value, found = content(KEYS[1])
local ttl = life(KEYS[1], value)
-- also if nothing is stored: a number that never comes is a loss to all others
call('PUBLISH', ARGV[5], ARGV[6])
if fresh(value, ttl, ARGV[3], ARGV[4]) > 0 then
  return { ttl, value }
end
call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
revoke(found, KEYS[2], ARGV[7], ARGV[8], ARGV[9])
return { 0 }

-- @include stored.lua
-- Delete a value, and tell all instances.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  holdOff      ms for which nothing that is loaded may be stored
-- ARGV[2]  news         channel
-- ARGV[3]  message      that names the key
-- ARGV[4]  command      that signals
-- ARGV[5]  channel      of signals
-- ARGV[6]  topic        of signals
-- ARGV[7]  incarnation  of the versions of the cache, 8 bytes
-- ARGV[8]  cleared      version of the last clear
--
-- returns  1  a value was there that was fresh
--          0  none was
local head = redis.pcall('GETRANGE', KEYS[1], 0, 55)
local was = 0
if type(head) == 'string' and fresh(head, life(KEYS[1], head), ARGV[7], ARGV[8]) > 0 then
  was = 1
end
if ARGV[1] == '0' then
  call('DEL', KEYS[1])
else
  call('SET', KEYS[1], '-', 'PX', ARGV[1])
end
revoke(head, KEYS[2], ARGV[4], ARGV[5], ARGV[6])
call('PUBLISH', ARGV[2], ARGV[3])
return was

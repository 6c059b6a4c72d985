-- @include stored.lua
-- Delete a value, and tell all instances.
--
-- KEYS[1]  value  string  envelope and content
-- KEYS[2]  lease  string  token of the load that may store
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
local head = redis.pcall('GETRANGE', KEYS[1], 0, 47)
local was = 0
if type(head) == 'string' and #head == 48 and fresh(head, call('PTTL', KEYS[1]), ARGV[7], ARGV[8]) > 0 then
  was = 1
end
call('DEL', KEYS[1])
revoke(KEYS[2], ARGV[4], ARGV[5], ARGV[6])
if ARGV[1] ~= '0' then
  call('SET', KEYS[2], '-', 'PX', ARGV[1])
end
call('PUBLISH', ARGV[2], ARGV[3])
return was

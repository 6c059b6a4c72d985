-- @include lease.lua
-- Store what somebody wrote, and tell all instances.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  value    envelope and content
-- ARGV[2]  life     ms until the value goes away
-- ARGV[3]  version  of the content, 0 if it has none
-- ARGV[4]  news     channel
-- ARGV[5]  message  that names the key
-- ARGV[6]  command  that signals
-- ARGV[7]  channel  of signals
-- ARGV[8]  topic    of signals
--
-- returns  1  stored
--          0  a newer version is there
local head = redis.pcall('GETRANGE', KEYS[1], 0, 27)
-- also if nothing is stored: a number that never comes is a loss to all others
call('PUBLISH', ARGV[4], ARGV[5])
if ARGV[3] ~= '0' and type(head) == 'string' and #head == 28 and struct.unpack('>I8', head, 21) > tonumber(ARGV[3]) then
  return 0
end
call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
revoke(head, KEYS[2], ARGV[6], ARGV[7], ARGV[8])
return 1

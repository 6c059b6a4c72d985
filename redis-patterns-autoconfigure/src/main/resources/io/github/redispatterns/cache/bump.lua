-- Make everything of a tag, of a prefix or of all outdated, and tell all instances.
--
-- KEYS[1]  versions  hash  id, c: the last version, and versions of what was evicted
-- ARGV[1]  id       for versions that are not there, 8 bytes
-- ARGV[2]  life     ms for which the versions are kept
-- ARGV[3]  most     fields to keep
-- ARGV[4]  news     channel
-- ARGV[5]  message  that names the cache; its rest is added here
-- ARGV[6*] field    * for all, t:<tag> or p:<prefix>
--
-- returns  { id, version }  what is true now
--
-- A version is one more than the last one and not less than the server's time in us.
-- So it grows even if a failover lost the last ones. Versions that were lost as a
-- whole come back with another id, which makes every value outdated: none comes back.
-- So do versions with too many fields.
local call = redis.call
local id, last = unpack(call('HMGET', KEYS[1], 'id', 'c'))
if not id or call('HLEN', KEYS[1]) > tonumber(ARGV[3]) then
  call('DEL', KEYS[1])
  call('HSET', KEYS[1], 'id', ARGV[1])
  id = ARGV[1]
end
local now = call('TIME')
local version = string.format('%.0f', math.max((last or 0) + 1, now[1] * 1000000 + now[2]))
local fields = { 'c', version }
for i = 6, #ARGV do
  fields[#fields + 1] = ARGV[i]
  fields[#fields + 1] = version
end
call('HSET', KEYS[1], unpack(fields))
call('PEXPIRE', KEYS[1], ARGV[2])
call('PUBLISH', ARGV[4], ARGV[5] .. id .. version .. '\n' .. table.concat(ARGV, '\n', 6))
return { id, version }

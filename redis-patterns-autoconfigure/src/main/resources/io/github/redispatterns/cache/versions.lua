-- Read the versions of a cache, or begin them.
--
-- KEYS[1]  versions  hash  id, c: the last version, and versions of what was evicted
-- ARGV[1]  id    for versions that are not there, 8 bytes
-- ARGV[2]  life  ms for which the versions are kept
--
-- returns  { field, value, ... }  all of them
local call = redis.call
if call('HEXISTS', KEYS[1], 'id') == 0 then
  local now = call('TIME')
  call('HSET', KEYS[1], 'id', ARGV[1], 'c', string.format('%.0f', now[1] * 1000000 + now[2]))
end
call('PEXPIRE', KEYS[1], ARGV[2])
return call('HGETALL', KEYS[1])

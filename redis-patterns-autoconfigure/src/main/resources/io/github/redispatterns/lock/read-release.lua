-- @include waiting.lua
-- Stop reading, and tell those who wait if nobody reads any more.
--
-- KEYS[1]  owner    string  token and mode of who writes, or holds a mutex
-- KEYS[2]  readers  zset    who reads, by the ms at which the lease ends
-- KEYS[3]  waiters  zset    instances that wait
-- ARGV[1]  value    of the caller
-- ARGV[2]  keep     ms for which writers are still kept out, 0 for none
-- ARGV[3]  command  that tells of it
-- ARGV[4]  channel  where
-- ARGV[5]  topic    first line of the message
--
-- returns  1 stopped
--          0 it did not read any more
local call, now = redis.call, clock()
local ends = tonumber(call('ZSCORE', KEYS[2], ARGV[1]) or 0)
if ends <= now then
  call('ZREM', KEYS[2], ARGV[1])
  return 0
end
if ARGV[2] ~= '0' then
  call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[2]), ARGV[1])
  if call('PTTL', KEYS[2]) < tonumber(ARGV[2]) then
    call('PEXPIRE', KEYS[2], ARGV[2])
  end
  return 1
end
call('ZREM', KEYS[2], ARGV[1])
if call('EXISTS', KEYS[3]) == 1 and call('EXISTS', KEYS[1]) == 0
    and call('ZCOUNT', KEYS[2], string.format('(%.0f', now), '+inf') == 0 then
  call('DEL', KEYS[2], KEYS[3])
  call(ARGV[3], ARGV[4], ARGV[5] .. '\n')
end
return 1

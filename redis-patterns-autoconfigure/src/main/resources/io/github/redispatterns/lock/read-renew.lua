-- @include waiting.lua
-- Begin another lease of a reader.
--
-- KEYS[1]  readers  zset  who reads, by the ms at which the lease ends
-- ARGV[1]  value    of the caller
-- ARGV[2]  lease    ms
--
-- returns  1 renewed
--          0 it does not read any more
--
-- A lease never ends sooner than it would have: a renewal may be overtaken by a
-- longer one.
local call, now = redis.call, clock()
local ends = tonumber(call('ZSCORE', KEYS[1], ARGV[1]) or 0)
if ends <= now then
  return 0
end
call('ZADD', KEYS[1], 'GT', string.format('%.0f', now + ARGV[2]), ARGV[1])
if call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1

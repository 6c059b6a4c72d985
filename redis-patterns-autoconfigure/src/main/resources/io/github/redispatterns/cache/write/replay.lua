-- @include record.lua
-- Let a change that was given up wait to be written again.
--
-- KEYS[1]  dirty  hash    key -> what the source does not have yet
-- KEYS[2]  due    zset    key -> ms when it is to be written
-- KEYS[3]  dead   stream  changes that were given up
-- ARGV[1]  id       of the dead letter
-- ARGV[2]  command  that signals
-- ARGV[3]  channel  of signals
-- ARGV[4]  waiting  topic of signals to those who write
--
-- returns  0  there is no such letter
--          1  it waits, due now
--          2  it is gone, because a newer change of its key waits
local fields = (call('XRANGE', KEYS[3], ARGV[1], ARGV[1])[1] or {})[2]
if not fields then
  return 0
end
call('XDEL', KEYS[3], ARGV[1])
if call('HEXISTS', KEYS[1], fields[2]) == 1 then
  return 2
end
local time = call('TIME')
call('HSET', KEYS[1], fields[2], changed(fields[4], 0, 0))
call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), fields[2])
call(ARGV[2], ARGV[3], ARGV[4] .. '\n0')
return 1

-- @include record.lua
-- @include entry.lua
-- Let a change that was given up wait to be written again, and evict its entry.
--
-- KEYS[1]  value  string  envelope and content of the entry, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- KEYS[3]  dirty  hash    key -> what the source does not have yet
-- KEYS[4]  due    zset    key -> ms when it is to be written
-- KEYS[5]  dead   stream  changes that were given up
-- ARGV[1]  id       of the dead letter
-- ARGV[2]  holdOff  ms for which nothing that is loaded may be stored
-- ARGV[3]  news     channel
-- ARGV[4]  message  that names the key
-- ARGV[5]  command  that signals
-- ARGV[6]  channel  of signals
-- ARGV[7]  topic    of the entry's signals
-- ARGV[8]  waiting  topic of signals to those who write
--
-- returns  0  there is no such letter
--          1  it waits, due now
--          2  it is gone, because a newer change of its key waits
--
-- The entry has what the source had meanwhile: from here on readers get what waits. That
-- the message is published though nothing is changed keeps its number from missing.
call('PUBLISH', ARGV[3], ARGV[4])
local fields = (call('XRANGE', KEYS[5], ARGV[1], ARGV[1])[1] or {})[2]
if not fields then
  return 0
end
call('XDEL', KEYS[5], ARGV[1])
if call('HEXISTS', KEYS[3], fields[2]) == 1 then
  return 2
end
local time = call('TIME')
call('HSET', KEYS[3], fields[2], changed(fields[4], 0, 0))
call('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000), fields[2])
store(KEYS[1], KEYS[2], '', 0, ARGV[2], ARGV[5], ARGV[6], ARGV[7])
call(ARGV[5], ARGV[6], ARGV[8] .. '\n0')
return 1

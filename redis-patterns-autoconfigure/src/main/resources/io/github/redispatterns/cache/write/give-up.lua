-- @include record.lua
-- @include entry.lua
-- Give a change up that the source refused, and evict its entry.
--
-- KEYS[1]  value   string  envelope and content of the entry, or the lease if there is none
-- KEYS[2]  lease   string  token of the load that may replace the value
-- KEYS[3]  dirty   hash    key -> what the source does not have yet
-- KEYS[4]  flight  zset    key -> ms until when whoever writes it has to show up
-- KEYS[5]  dead    stream  changes that were given up
-- ARGV[1]   claim    of whoever tried
-- ARGV[2]   key      of the entry
-- ARGV[3]   version  of the change
-- ARGV[4]   error    why
-- ARGV[5]   letters  dead letters to keep
-- ARGV[6]   holdOff  ms for which nothing that is loaded may be stored
-- ARGV[7]   news     channel
-- ARGV[8]   message  that names the key
-- ARGV[9]   command  that signals
-- ARGV[10]  channel  of signals
-- ARGV[11]  topic    of the entry's signals
--
-- returns  1  it is a dead letter
--          0  a newer change of the key waits, or somebody else has claimed it
--
-- The entry has what the source will not get: from here on readers get what the source
-- has. That the message is published though nothing is changed keeps its number from
-- missing.
local record = call('HGET', KEYS[3], ARGV[2])
call('PUBLISH', ARGV[7], ARGV[8])
if not record then
  return 0
end
local _, version, attempts, _, claim = known(record)
if claim ~= tonumber(ARGV[1]) or version ~= tonumber(ARGV[3]) then
  return 0
end
call('XADD', KEYS[5], 'MAXLEN', ARGV[5], '*', 'key', ARGV[2], 'change', changed(record, attempts + 1, 0), 'error',
  ARGV[4])
call('HDEL', KEYS[3], ARGV[2])
call('ZREM', KEYS[4], ARGV[2])
store(KEYS[1], KEYS[2], '', 0, ARGV[6], ARGV[9], ARGV[10], ARGV[11])
return 1

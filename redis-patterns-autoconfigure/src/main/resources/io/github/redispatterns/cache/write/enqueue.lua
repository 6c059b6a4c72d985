-- @include record.lua
-- @include entry.lua
-- Change an entry and record the change for the source, in place of one that waits.
--
-- KEYS[1]  value     string  envelope and content of the entry, or the lease if there is none
-- KEYS[2]  lease     string  token of the load or write that may replace the value
-- KEYS[3]  dirty     hash    key -> what the source does not have yet
-- KEYS[4]  due       zset    key -> ms when it is to be written
-- KEYS[5]  sequence  string  last number
-- ARGV[1]   key        of the entry
-- ARGV[2]   operation  1 put, 2 delete
-- ARGV[3]   content    key and value for the writer
-- ARGV[4]   delay      ms for which changes of the key are gathered
-- ARGV[5]   most       keys that may wait
-- ARGV[6]   envelope   of the entry, empty to delete it
-- ARGV[7]   life       ms until the entry goes away
-- ARGV[8]   holdOff    ms for which nothing that is loaded may be stored
-- ARGV[9]   news       channel
-- ARGV[10]  message    that names the key
-- ARGV[11]  command    that signals
-- ARGV[12]  channel    of signals
-- ARGV[13]  topic      of the entry's signals
-- ARGV[14]  waiting    topic of signals to those who write
--
-- returns  { 0, version }  recorded, there was no entry
--          { 1, version }  recorded, there was an entry
--          { 2, 0 }        too many wait: nothing is changed
--
-- The time when a key is due stays, so that a key that changes all the time is written
-- nevertheless. A change that is being written keeps its claim: this one waits for its
-- acknowledgement, which finds another version and makes it due. That the message is
-- published though nothing is changed keeps its number from missing.
local old = call('HGET', KEYS[3], ARGV[1])
call('PUBLISH', ARGV[9], ARGV[10])
if not old and call('HLEN', KEYS[3]) >= tonumber(ARGV[5]) then
  return { 2, 0 }
end
local now, version = tick(KEYS[5])
local first, claim = now, 0
if old then
  local _, _, _, since, held = known(old)
  first, claim = held == 0 and since or now, held
end
call('HSET', KEYS[3], ARGV[1], struct.pack(HEAD, ARGV[2], version, 0, first, claim) .. ARGV[3])
if claim == 0 then
  if call('ZCARD', KEYS[4]) == 0 then
    call(ARGV[11], ARGV[12], ARGV[14] .. '\n' .. ARGV[4])
  end
  call('ZADD', KEYS[4], 'NX', now + ARGV[4], ARGV[1])
end
local was = store(KEYS[1], KEYS[2], ARGV[6], ARGV[7], ARGV[8], ARGV[11], ARGV[12], ARGV[13])
return { was, version }

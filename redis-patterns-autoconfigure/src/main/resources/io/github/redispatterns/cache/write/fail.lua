-- @include record.lua
-- Put a change back that the source refused, or give it up.
--
-- KEYS[1]  dirty   hash    key -> what the source does not have yet
-- KEYS[2]  due     zset    key -> ms when it is to be written
-- KEYS[3]  flight  zset    key -> ms until when whoever writes it has to show up
-- KEYS[4]  dead    stream  changes that were given up
-- ARGV[1]  claim    of whoever tried
-- ARGV[2]  key      of the entry
-- ARGV[3]  version  of the change
-- ARGV[4]  most     attempts
-- ARGV[5]  pause    ms until the next attempt
-- ARGV[6]  error    why
-- ARGV[7]  letters  dead letters to keep
--
-- returns  0  it is tried again, or a newer change of the key is
--          1  it was given up
--          2  somebody else has claimed it
local record = call('HGET', KEYS[1], ARGV[2])
local _, version, attempts, _, claim
if record then
  _, version, attempts, _, claim = known(record)
end
if claim ~= tonumber(ARGV[1]) then
  return 2
end
call('ZREM', KEYS[3], ARGV[2])
local tried = version == tonumber(ARGV[3])
if tried and attempts + 1 >= tonumber(ARGV[4]) then
  call('XADD', KEYS[4], 'MAXLEN', ARGV[7], '*', 'key', ARGV[2], 'change', changed(record, attempts + 1, 0), 'error',
    ARGV[6])
  call('HDEL', KEYS[1], ARGV[2])
  return 1
end
local time = call('TIME')
call('HSET', KEYS[1], ARGV[2], changed(record, tried and attempts + 1 or attempts, 0))
call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[5], ARGV[2])
return 0

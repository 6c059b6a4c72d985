-- @include record.lua
-- Put a change back that the source refused.
--
-- KEYS[1]  dirty   hash  key -> what the source does not have yet
-- KEYS[2]  due     zset  key -> ms when it is to be written
-- KEYS[3]  flight  zset  key -> ms until when whoever writes it has to show up
-- ARGV[1]  claim    of whoever tried
-- ARGV[2]  key      of the entry
-- ARGV[3]  version  of the change
-- ARGV[4]  pause    ms until the next attempt
--
-- returns  1  it is tried again, or a newer change of the key is
--          0  somebody else has claimed it
local record = call('HGET', KEYS[1], ARGV[2])
local _, version, attempts, _, claim
if record then
  _, version, attempts, _, claim = known(record)
end
if claim ~= tonumber(ARGV[1]) then
  return 0
end
local tried = version == tonumber(ARGV[3])
local time = call('TIME')
call('ZREM', KEYS[3], ARGV[2])
call('HSET', KEYS[1], ARGV[2], changed(record, tried and attempts + 1 or attempts, 0))
call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4], ARGV[2])
return 1

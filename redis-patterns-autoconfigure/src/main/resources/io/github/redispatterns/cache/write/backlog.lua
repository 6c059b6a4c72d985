-- @include record.lua
-- Count what waits.
--
-- KEYS[1]  dirty   hash    key -> what the source does not have yet
-- KEYS[2]  due     zset    key -> ms when it is to be written
-- KEYS[3]  flight  zset    key -> ms until when whoever writes it has to show up
-- KEYS[4]  dead    stream  changes that were given up
-- ARGV[1]  most  keys to look at for the oldest, of those due first
--
-- returns  { waiting, flying, dead, oldest }  oldest: ms since when it waits, -1 if none
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = -1
for _, queue in ipairs({ KEYS[2], KEYS[3] }) do
  for _, key in ipairs(call('ZRANGE', queue, 0, ARGV[1] - 1)) do
    local record = call('HGET', KEYS[1], key)
    if record then
      local _, _, _, first = known(record)
      oldest = math.max(oldest, now - first)
    end
  end
end
return { call('HLEN', KEYS[1]), call('ZCARD', KEYS[3]), call('XLEN', KEYS[4]), oldest }

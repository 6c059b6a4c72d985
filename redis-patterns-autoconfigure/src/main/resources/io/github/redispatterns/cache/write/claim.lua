-- @include record.lua
-- Take changes that are due, so that nobody else writes their keys meanwhile.
--
-- KEYS[1]  dirty     hash    key -> what the source does not have yet
-- KEYS[2]  due       zset    key -> ms when it is to be written
-- KEYS[3]  flight    zset    key -> ms until when whoever writes it has to show up
-- KEYS[4]  sequence  string  last number
-- ARGV[1]  most   changes to take
-- ARGV[2]  lease  ms until they are due again unless there is a sign of life
-- ARGV[3]  ahead  ms by which they are taken early
--
-- returns  { claim, wait, key, change, ... }  wait: ms until more is due, -1 if nothing
--
-- Whose claim ran out died or lost Redis. Its attempt counts, so that what kills its
-- writer is written apart from the others.
local now, claim = tick(KEYS[4])
for _, key in ipairs(call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, ARGV[1])) do
  call('ZREM', KEYS[3], key)
  local record = call('HGET', KEYS[1], key)
  if record then
    local _, _, attempts = known(record)
    call('HSET', KEYS[1], key, changed(record, attempts + 1, 0))
    call('ZADD', KEYS[2], 'NX', now, key)
  end
end
local taken = { claim, -1 }
for _, key in ipairs(call('ZRANGEBYSCORE', KEYS[2], '-inf', now + ARGV[3], 'LIMIT', 0, ARGV[1])) do
  call('ZREM', KEYS[2], key)
  local record = call('HGET', KEYS[1], key)
  if record then
    local _, _, attempts = known(record)
    call('HSET', KEYS[1], key, changed(record, attempts, claim))
    call('ZADD', KEYS[3], now + ARGV[2], key)
    taken[#taken + 1] = key
    taken[#taken + 1] = record
  end
end
for _, queue in ipairs({ KEYS[2], KEYS[3] }) do
  local _, first = unpack(call('ZRANGE', queue, 0, 0, 'WITHSCORES'))
  if first and (taken[2] < 0 or first - now < taken[2]) then
    taken[2] = math.max(0, first - now)
  end
end
return taken

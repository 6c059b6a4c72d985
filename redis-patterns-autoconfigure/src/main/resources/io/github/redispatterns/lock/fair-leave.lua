-- @include fair-queue.lua
-- No longer wait for a fair lock.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  queue    zset    who waits, by number in the order of arrival
-- KEYS[3]  alive    zset    who waits, by the ms until which they count
-- KEYS[4]  turn     string  ms since which the free lock is kept, and for whom
-- ARGV[1]  value    of the caller
-- ARGV[2]  alive    ms for which those who wait count
-- ARGV[3]  command  that tells who is first now
-- ARGV[4]  channel  where
-- ARGV[5]  topic    first line of the message
--
-- returns  1 it waited until now
--          0 it did not count as waiting
local call = redis.call
call('ZREM', KEYS[3], ARGV[1])
if call('ZREM', KEYS[2], ARGV[1]) == 0 then
  return 0
end
if call('EXISTS', KEYS[1]) == 0 then
  local now = clock()
  local head = first(KEYS[2], KEYS[3], string.format('%.0f', now))
  local _, named = current(KEYS[4])
  if not head then
    call('DEL', KEYS[4])
  elseif head ~= named then
    pass(KEYS[4], head, now, ARGV[2])
    call(ARGV[3], ARGV[4], ARGV[5] .. '\n' .. head)
  end
end
return 1

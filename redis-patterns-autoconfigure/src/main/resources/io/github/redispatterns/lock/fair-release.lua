-- @include fair-queue.lua
-- Give a fair lock back, and tell who is first.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  queue    zset    who waits, by number in the order of arrival
-- KEYS[3]  alive    zset    who waits, by the ms until which they count
-- KEYS[4]  turn     string  ms since which the free lock is kept, and for whom
-- KEYS[5]  waiters  zset    instances that want a signal whoever is first
-- ARGV[1]  value    of the caller
-- ARGV[2]  keep     ms for which others are still kept out, 0 for none
-- ARGV[3]  alive    ms for which those who wait count
-- ARGV[4]  command  that tells of it
-- ARGV[5]  channel  where
-- ARGV[6]  topic    first line of the message
--
-- returns  1 given back
--          0 somebody else holds it, or nobody
--
-- The message names who is first, so that one instance wakes and the others
-- know that they have to look if it does not take the lock. It is not sent if
-- nobody waits but the instance that gives the lock back.
local call = redis.call
if call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ARGV[2] ~= '0' then
  return call('PEXPIRE', KEYS[1], ARGV[2])
end
local text = nil
if call('DEL', KEYS[1], KEYS[5]) == 2 then
  text = ''
end
if call('EXISTS', KEYS[2]) == 1 then
  local now = clock()
  local head = first(KEYS[2], KEYS[3], string.format('%.0f', now))
  if head then
    pass(KEYS[4], head, now, ARGV[3])
    if instance(head) ~= instance(ARGV[1]) or call('ZCARD', KEYS[2]) > 1 then
      text = text or head
    end
  end
end
if text then
  call(ARGV[4], ARGV[5], ARGV[6] .. '\n' .. text)
end
return 1

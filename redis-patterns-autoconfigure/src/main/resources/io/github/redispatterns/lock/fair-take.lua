-- @include fence.lua
-- @include fair-queue.lua
-- Take a fair lock if it is free and nobody is before the caller.
--
-- KEYS[1]  owner     string  token and mode of the holder
-- KEYS[2]  fence     string  fencing token that was given last
-- KEYS[3]  queue     zset    who waits, by number in the order of arrival
-- KEYS[4]  alive     zset    who waits, by the ms until which they count
-- KEYS[5]  turn      string  ms since which the free lock is kept, and for whom
-- KEYS[6]  waiters   zset    instances that want a signal whoever is first
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  waiting   ms for which the caller counts as waiting, 0 if it does not wait
-- ARGV[5]  alive     ms for which those who wait count
-- ARGV[6]  window    ms for which a free lock is kept for who is first
-- ARGV[7]  command   that tells who is first
-- ARGV[8]  channel   where
-- ARGV[9]  topic     first line of the message
--
-- returns  { fence }              taken
--          { remaining, holder }  held by somebody else for so many ms
--          { remaining, '' }      free, but kept for so many ms for who is first
--
-- Who is first and did not take the free lock within the window loses its
-- place, and so do all others who did not look since it began: everybody who
-- lives does. So any number of dead ones costs one window. Whoever is next is
-- told of a lease so short that it would look too late when it ends.
local call, me = redis.call, ARGV[1]
local holder
if call('EXISTS', KEYS[3]) == 0 then
  holder = call('SET', KEYS[1], me, 'NX', 'GET', 'PX', ARGV[2])
  if not holder then
    return { grow(KEYS[2], ARGV[3]) }
  end
else
  holder = call('GET', KEYS[1])
end
if holder == me then
  call('PEXPIRE', KEYS[1], ARGV[2])
  return { tonumber(call('GET', KEYS[2])) }
end

local now = clock()
if ARGV[4] ~= '0' then
  if not call('ZSCORE', KEYS[3], me) then
    call('ZADD', KEYS[3], (call('ZRANGE', KEYS[3], -1, -1, 'WITHSCORES')[2] or 0) + 1, me)
  end
  call('ZADD', KEYS[4], string.format('%.0f', now + ARGV[4]), me)
  call('PEXPIRE', KEYS[3], ARGV[4])
  call('PEXPIRE', KEYS[4], ARGV[4])
end
if holder then
  if ARGV[4] ~= '0' and string.sub(holder, -1) ~= 'F' then
    register(KEYS[6], me, holder, now, ARGV[4])
  end
  return { call('PTTL', KEYS[1]), holder }
end

local since, named = current(KEYS[5])
local lapsed = since and since + ARGV[6] <= now
local head = first(KEYS[3], KEYS[4], string.format(lapsed and '(%.0f' or '%.0f', lapsed and since + ARGV[5] or now))
if not head or head == me then
  call('SET', KEYS[1], me, 'PX', ARGV[2])
  call('ZREM', KEYS[3], me)
  call('ZREM', KEYS[4], me)
  call('DEL', KEYS[5])
  head = ARGV[2] * 3 < tonumber(ARGV[5]) and call('ZRANGE', KEYS[3], 0, 0)[1]
  if head then
    call(ARGV[7], ARGV[8], ARGV[9] .. '\n' .. head)
  end
  return { grow(KEYS[2], ARGV[3]) }
end
if lapsed or named ~= head then
  since = now
  pass(KEYS[5], head, now, ARGV[5])
  call(ARGV[7], ARGV[8], ARGV[9] .. '\n' .. head)
end
return { since + ARGV[6] - now, '' }

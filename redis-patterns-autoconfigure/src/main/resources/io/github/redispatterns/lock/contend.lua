-- Take a mutex if it is free, or say who has it and that this instance waits.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait, by the ms until which they count
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  instance  of the caller
-- ARGV[5]  waiting   ms for which it counts as waiting, 0 if it does not wait
--
-- returns  { fence, epoch }       taken, and the server time in us
--          { remaining, holder }  held by somebody else for so many ms
--
-- A command that is sent twice finds its own value and takes nothing twice. A
-- waiter of the holder's own instance needs no signal and is not registered.
local call = redis.call
local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local holder = call('SET', KEYS[1], ARGV[1], 'NX', 'GET', 'PX', ARGV[2])
if holder == ARGV[1] then
  call('PEXPIRE', KEYS[1], ARGV[2])
  return { tonumber(call('GET', KEYS[2])), now }
end
if not holder then
  local fence = math.max(now, 1 + (call('GET', KEYS[2]) or 0))
  call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[3])
  return { fence, now }
end
if ARGV[5] ~= '0' and string.match(holder, '^[^:]*') ~= ARGV[4] then
  call('ZADD', KEYS[3], string.format('%.0f', math.floor(now / 1000) + ARGV[5]), ARGV[4])
  call('PEXPIRE', KEYS[3], ARGV[5])
end
return { call('PTTL', KEYS[1]), holder }

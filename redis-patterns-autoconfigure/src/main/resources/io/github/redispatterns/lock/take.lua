-- Take a mutex if it is free.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait, by the ms until which they count
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  waiting   ms for which the caller waits for a signal, 0 if it does not
--
-- returns  { fence }              taken
--          { remaining, holder }  held by somebody else for so many ms
--
-- The fencing token is the time in microseconds, or one more than the last one
-- if the clock stood still or went back. So it grows even if its key is lost.
-- A command that is sent twice finds its own value and takes nothing twice. A
-- waiter of the holder's own instance needs no signal and is not registered.
local call = redis.call
local holder = call('SET', KEYS[1], ARGV[1], 'NX', 'GET', 'PX', ARGV[2])
if not holder then
  local time = call('TIME')
  local now = time[1] * 1000000 + time[2]
  local last = call('SET', KEYS[2], string.format('%.0f', now), 'GET', 'PX', ARGV[3])
  if last and tonumber(last) >= now then
    now = last + 1
    call('SET', KEYS[2], string.format('%.0f', now), 'PX', ARGV[3])
  end
  return { now }
end
if holder == ARGV[1] then
  call('PEXPIRE', KEYS[1], ARGV[2])
  return { tonumber(call('GET', KEYS[2])) }
end

local instance = string.match(ARGV[1], '^[^:]*')
if ARGV[4] ~= '0' and instance ~= string.match(holder, '^[^:]*') then
  local time = call('TIME')
  local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[4]
  call('ZADD', KEYS[3], string.format('%.0f', till), instance)
  call('PEXPIRE', KEYS[3], ARGV[4])
end
return { call('PTTL', KEYS[1]), holder }

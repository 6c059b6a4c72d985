-- @include grant.lua
-- Take a mutex if it is free, or say that this instance waits for it.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait, by the ms until which they count
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  epoch     server time in us that a script returned lately, 0 to read it
-- ARGV[5]  instance  that waits
-- ARGV[6]  waiting   ms for which it counts as waiting
--
-- returns  { fence }              taken
--          { fence, epoch }       taken, and the server time in us
--          { remaining, holder }  held by somebody else for so many ms
--
-- A waiter of the holder's own instance needs no signal and is not registered.
local reply = grant()
local holder = reply[2]
if type(holder) == 'string' and string.match(holder, '^[^:]*') ~= ARGV[5] then
  local time = call('TIME')
  local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[6]
  call('ZADD', KEYS[3], string.format('%.0f', till), ARGV[5])
  call('PEXPIRE', KEYS[3], ARGV[6])
end
return reply

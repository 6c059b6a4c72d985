-- @include fence.lua
-- @include waiting.lua
-- Begin to write if nobody else reads or writes.
--
-- KEYS[1]  owner      string  token and mode of who writes, or holds a mutex
-- KEYS[2]  fence      string  fencing token that was given last
-- KEYS[3]  readers    zset    who reads, by the ms at which the lease ends
-- KEYS[4]  intent     string  who waits to write
-- KEYS[5]  waiters    zset    instances that wait, by the ms until which they count
-- ARGV[1]  value      token of the caller, a space, its mode
-- ARGV[2]  lease      ms
-- ARGV[3]  fenceTtl   ms
-- ARGV[4]  waiting    ms for which the caller waits for a signal, 0 if it does not
-- ARGV[5]  held       what the same thread already reads with, or nothing
-- ARGV[6]  intentTtl  ms for which a waiting writer keeps new readers out
--
-- returns  { fence }              writing
--          { -1 }                 the same thread reads, and so do others
--          { remaining, holder }  held by somebody else for so many ms
--          { remaining, '' }      others read for so many ms
--
-- Of several who wait to write the last one to look is the intent; it goes with
-- that one, and the others renew it.
local call, me = redis.call, ARGV[1]
local holder = call('GET', KEYS[1])
if holder == me then
  call('PEXPIRE', KEYS[1], ARGV[2])
  return { tonumber(call('GET', KEYS[2])) }
end

local now, left = clock(), 0
if holder then
  left = call('PTTL', KEYS[1])
else
  call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now))
  local others = call('ZCARD', KEYS[3])
  if ARGV[5] ~= '' and call('ZSCORE', KEYS[3], ARGV[5]) then
    others = others - 1
  end
  if others == 0 then
    call('SET', KEYS[1], me, 'PX', ARGV[2])
    if call('GET', KEYS[4]) == me then
      call('DEL', KEYS[4])
    end
    return { grow(KEYS[2], ARGV[3]) }
  end
  if ARGV[5] ~= '' then
    return { -1 }
  end
  left = call('ZRANGE', KEYS[3], -1, -1, 'WITHSCORES')[2] - now
end
if ARGV[4] ~= '0' then
  call('SET', KEYS[4], me, 'PX', ARGV[6])
  register(KEYS[5], me, holder or '', now, ARGV[4])
end
return { left, holder or '' }

-- @include waiting.lua
-- Begin to read unless somebody else writes or waits to write.
--
-- KEYS[1]  owner     string  token and mode of who writes, or holds a mutex
-- KEYS[2]  fence     string  fencing token that was given last
-- KEYS[3]  readers   zset    who reads, by the ms at which the lease ends
-- KEYS[4]  intent    string  who waits to write
-- KEYS[5]  waiters   zset    instances that wait, by the ms until which they count
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  waiting   ms for which the caller waits for a signal, 0 if it does not
-- ARGV[5]  held      what the same thread already holds as owner, or nothing
--
-- returns  { fence }              reading; the token is the last writer's
--          { remaining, holder }  held by somebody else for so many ms
--          { remaining, '' }      somebody waits to write
--
-- Who holds it as owner may read at once, and go on reading when it gives the
-- rest back.
local call, me = redis.call, ARGV[1]
local now = clock()
local holder = call('GET', KEYS[1])
local left = -1
if holder then
  if holder ~= ARGV[5] then
    left = math.max(0, call('PTTL', KEYS[1]))
  end
elseif not call('ZSCORE', KEYS[3], me) then
  left = call('PTTL', KEYS[4])
end
if left >= 0 then
  if ARGV[4] ~= '0' then
    register(KEYS[5], me, holder or '', now, ARGV[4])
  end
  return { left, holder or '' }
end

call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now))
call('ZADD', KEYS[3], string.format('%.0f', now + ARGV[2]), me)
if call('PTTL', KEYS[3]) < tonumber(ARGV[2]) then
  call('PEXPIRE', KEYS[3], ARGV[2])
end
local fence = call('GET', KEYS[2])
if not fence then
  fence = string.format('%.0f', now * 1000)
  call('SET', KEYS[2], fence, 'PX', ARGV[3])
end
return { tonumber(fence) }

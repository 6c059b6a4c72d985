-- @include waiting.lua
-- Look who holds a lock and who waits for it.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait, by the ms until which they count
-- KEYS[4]  readers  zset    who reads, by the ms at which the lease ends
-- KEYS[5]  queue    zset    who waits in order
--
-- returns  {}                                    free
--          { fence, count, holder, remaining, ..., waiter, ... }  held by so
--              many, each for another so many ms
--
-- At most a hundred of each are told.
local call = redis.call
local now = clock()
local after = string.format('(%.0f', now)
local reply = { tonumber(call('GET', KEYS[2]) or 0), 0 }
local holder = call('GET', KEYS[1])
if holder then
  reply[3], reply[4] = holder, call('PTTL', KEYS[1])
end
local readers = call('ZRANGE', KEYS[4], after, '+inf', 'BYSCORE', 'LIMIT', 0, 100, 'WITHSCORES')
for i = 1, #readers, 2 do
  reply[#reply + 1] = readers[i]
  reply[#reply + 1] = readers[i + 1] - now
end
reply[2] = (#reply - 2) / 2
if reply[2] == 0 then
  return {}
end
for _, waiter in ipairs(call('ZRANGE', KEYS[5], 0, 99)) do
  reply[#reply + 1] = waiter
end
for _, waiter in ipairs(call('ZRANGE', KEYS[3], after, '+inf', 'BYSCORE', 'LIMIT', 0, 100)) do
  reply[#reply + 1] = waiter
end
return reply

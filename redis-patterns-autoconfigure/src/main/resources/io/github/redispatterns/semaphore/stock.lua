-- Look at the items of a pool.
--
-- KEYS[1]  free     zset  items to lend -> ms of their return
-- KEYS[2]  leased   zset  tokens -> ms at which the lease ends
-- KEYS[3]  holders  hash  token -> item
-- KEYS[4]  suspect  zset  items not to lend -> ms at which they are lent again
-- KEYS[5]  state    hash  version and digest of the items, why some are suspect, which ones are to go
-- KEYS[6]  waiters  zset  who waits -> ms of the last look
--
-- returns  { version, waiting, free, leased, item..., token, item, remaining, ..., item, remaining, reason, ... }
--          'free' and 'leased' say how many follow; the rest is suspect; version is -1
--          if nobody used the pool lately
local call = redis.call
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = call('ZRANGE', KEYS[1], 0, -1)
local leased = call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
local version = tonumber(call('HGET', KEYS[5], 'version') or -1)
local reply = { version, call('ZCARD', KEYS[6]), #free, #leased / 2 }
for _, item in ipairs(free) do
  reply[#reply + 1] = item
end
for i = 1, #leased, 2 do
  reply[#reply + 1] = leased[i]
  reply[#reply + 1] = call('HGET', KEYS[3], leased[i]) or ''
  reply[#reply + 1] = math.max(0, leased[i + 1] - now)
end
local suspects = call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES')
for i = 1, #suspects, 2 do
  reply[#reply + 1] = suspects[i]
  reply[#reply + 1] = math.max(0, suspects[i + 1] - now)
  reply[#reply + 1] = call('HGET', KEYS[5], '!' .. suspects[i]) or ''
end
return reply

-- Look who holds a lock and who waits for it.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait, by the ms until which they count
--
-- returns  {}                                     free
--          { holder, remaining, fence, waiter... }  held for another so many ms
local call = redis.call
local holder = call('GET', KEYS[1])
if not holder then
  return {}
end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = { holder, call('PTTL', KEYS[1]), tonumber(call('GET', KEYS[2]) or 0) }
for _, waiter in ipairs(call('ZRANGE', KEYS[3], string.format('(%.0f', now), '+inf', 'BYSCORE', 'LIMIT', 0, 100)) do
  reply[#reply + 1] = waiter
end
return reply

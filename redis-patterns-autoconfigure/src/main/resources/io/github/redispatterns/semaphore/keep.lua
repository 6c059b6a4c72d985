-- Begin another lease of an item.
--
-- KEYS[1]  leased  zset  tokens -> ms at which the lease ends
-- ARGV[1]  token   of the caller
-- ARGV[2]  lease   ms
--
-- returns  1 renewed
--          0 the lease ended before, or the item was lost
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not expiry or tonumber(expiry) <= now then
  return 0
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
return 1

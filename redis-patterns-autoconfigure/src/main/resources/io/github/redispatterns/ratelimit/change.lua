-- Record an override, or only that something was reset, for all instances to see.
--
-- KEYS[1]  table    hash  override -> ms at which it ends and its JSON; epoch -> changed
-- ARGV[1]  field    which override; empty to only count the change
-- ARGV[2]  json     the override
-- ARGV[3]  ttl      ms that it holds
-- ARGV[4]  most     overrides that may hold at once
--
-- returns  the epoch after the change
--          -1 too many overrides hold; nothing was changed
--
-- The epoch grows with time, so it never comes back after the table was lost.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local day = 86400000
if ARGV[1] ~= '' then
  local entries = redis.call('HGETALL', KEYS[1])
  for i = 1, #entries, 2 do
    local ends = tonumber(string.match(entries[i + 1], '^(%d+) '))
    if ends and ends <= now then
      redis.call('HDEL', KEYS[1], entries[i])
    end
  end
  if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
    return -1
  end
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[3]) .. ' ' .. ARGV[2])
end
local epoch = math.max(now, (tonumber(redis.call('HGET', KEYS[1], 'epoch')) or 0) + 1)
redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', epoch))
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[3]), day))
return epoch

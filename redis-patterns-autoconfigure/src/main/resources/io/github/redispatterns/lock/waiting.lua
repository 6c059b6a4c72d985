-- What those who wait for a lock have in common.
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function instance(value)
  return string.match(value, '^[^:]*')
end

-- Count the instance of a caller among those that want a signal. One that holds
-- the lock itself gives its own callers theirs.
local function register(waiters, value, holder, now, ttl)
  if instance(value) ~= instance(holder) then
    redis.call('ZADD', waiters, string.format('%.0f', now + ttl), instance(value))
    redis.call('PEXPIRE', waiters, ttl)
  end
end

-- Fencing tokens that only grow.
--
-- A token is the time in microseconds, or one more than the last one if the
-- clock stood still or went back. So it grows even if its key is lost.
local function grow(key, ttl)
  local time = redis.call('TIME')
  local fence = time[1] * 1000000 + time[2]
  local last = redis.call('SET', key, string.format('%.0f', fence), 'GET', 'PX', ttl)
  if last and tonumber(last) >= fence then
    fence = last + 1
    redis.call('SET', key, string.format('%.0f', fence), 'PX', ttl)
  end
  return fence
end

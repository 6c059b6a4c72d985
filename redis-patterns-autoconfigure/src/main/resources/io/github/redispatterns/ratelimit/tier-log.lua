-- Sliding window: every admitted call under the microsecond it was admitted in.
function look.l(key, t, cost)
  local from = '(' .. text(us - t[3] * 1000)
  local count = redis.call('ZCOUNT', key, from, '+inf')
  local retry, reset = 0, 0
  if cost > t[2] then
    retry = -1
  elseif count + cost > t[2] then
    local gone = redis.call('ZRANGEBYSCORE', key, from, '+inf', 'WITHSCORES', 'LIMIT', count + cost - t[2] - 1, 1)
    retry = math.max(1, math.ceil((gone[2] - us) / 1000 + t[3]))
  end
  if count > 0 then
    reset = math.ceil((redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] - us) / 1000 + t[3])
  end
  return { retry = retry, left = math.max(0, t[2] - count), reset = reset, count = count }
end

function take.l(key, t, s, cost, id)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', text(us - t[3] * 1000))
  for i = 1, cost do
    redis.call('ZADD', key, text(us), text(us) .. ':' .. (id or s.count) .. ':' .. i)
  end
  redis.call('PEXPIRE', key, t[3])
  s.reset, s.till = t[3], us
end

-- A known charge by name; otherwise the oldest ones, which end soonest.
function give.l(key, t, cost, till, id)
  for i = 1, till and cost or 0 do
    redis.call('ZREM', key, text(till) .. ':' .. id .. ':' .. i)
  end
  if not till then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(us - t[3] * 1000))
    redis.call('ZPOPMIN', key, cost)
  end
end

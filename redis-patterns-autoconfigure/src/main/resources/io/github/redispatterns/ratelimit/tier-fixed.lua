-- Fixed window: a count that expires with its window.
function look.f(key, t, cost)
  local ttl, count = redis.call('PTTL', key), 0
  if ttl > 0 then
    count = tonumber(redis.call('GET', key))
  end
  local retry = 0
  if count + cost > t[2] then
    retry = cost > t[2] and -1 or ttl
  end
  return { retry = retry, left = math.max(0, t[2] - count), reset = count > 0 and ttl or 0, count = count }
end

function take.f(key, t, s, cost, id)
  if s.reset == 0 then
    s.reset = t[3]
    redis.call('SET', key, cost, 'PX', t[3])
  else
    redis.call('INCRBY', key, cost)
  end
  s.till = id and redis.call('PEXPIRETIME', key)
end

-- Only to the window that was charged, which its end identifies.
function give.f(key, t, cost, till)
  local s = look.f(key, t, 0)
  if s.count == 0 or till and till ~= redis.call('PEXPIRETIME', key) then
    return
  end
  if s.count <= cost then
    redis.call('UNLINK', key)
  else
    redis.call('DECRBY', key, cost)
  end
end

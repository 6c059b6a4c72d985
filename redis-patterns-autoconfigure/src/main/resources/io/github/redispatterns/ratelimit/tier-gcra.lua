-- @include tier.lua
-- GCRA: the debt is the time the key has left to live, see gcra.lua.
function look.g(key, t, cost)
  local ttl, debt = redis.call('PTTL', key), 0
  if ttl > 0 then
    debt = math.max(0, ttl * t[2] - redis.call('GET', key) % t[2])
  end
  local over = debt + cost * t[3] - t[4]
  local retry = cost * t[3] > t[4] and -1 or math.max(0, math.ceil(over / t[2]))
  return { retry = retry, left = math.max(0, math.floor((t[4] - debt) / t[3])), reset = math.ceil(debt / t[2]), debt = debt }
end

function take.g(key, t, s, cost, id)
  s.debt = s.debt + cost * t[3]
  s.reset = math.ceil(s.debt / t[2])
  s.till = now + s.reset
  if s.debt > 0 then
    redis.call('SET', key, s.reset * t[2] - s.debt, 'PX', s.reset)
    -- the server's clock may have moved on since 'now'
    s.till = id and redis.call('PEXPIRETIME', key) or s.till
  else
    redis.call('UNLINK', key)
  end
end

-- What was charged later is paid after 'till'; of the rest this charge is at most all.
function give.g(key, t, cost, till)
  local s = look.g(key, t, 0)
  local back = cost * t[3]
  if till then
    back = math.max(0, math.min(back, s.debt - (redis.call('PEXPIRETIME', key) - till) * t[2]))
  end
  s.debt = math.max(0, s.debt - back)
  take.g(key, t, s, 0)
end

-- Sliding window counter: this window, and the part of the last one that still counts.
function look.c(key, t, cost)
  local limit, period = t[2], t[3]
  local v = redis.call('HMGET', key, 'start', 'current', 'previous')
  local start, current, previous = tonumber(v[1] or now), tonumber(v[2] or 0), tonumber(v[3] or 0)
  local passed = math.max(0, math.floor((now - start) / period))
  if passed > 0 then
    current, previous, start = 0, passed == 1 and current or 0, start + passed * period
  end
  local ahead = math.min(period, start + period - now)
  local used, retry = previous * ahead + current * period, 0
  if cost > limit then
    retry = -1
  elseif current + cost > limit then
    retry = ahead + math.ceil(period - (limit - cost) * period / current)
  elseif used + cost * period > limit * period then
    retry = math.ceil(ahead - (limit - current - cost) * period / previous)
  end
  local reset = current > 0 and ahead + period or previous > 0 and ahead or 0
  return { retry = retry, left = math.max(0, math.floor((limit * period - used) / period)), reset = reset,
    start = start, current = current, previous = previous, ahead = ahead }
end

function take.c(key, t, s, cost)
  s.current = s.current + cost
  s.reset, s.till = s.ahead + t[3], s.start + t[3]
  redis.call('HSET', key, 'start', text(s.start), 'current', s.current, 'previous', s.previous)
  redis.call('PEXPIRE', key, s.reset)
end

function give.c(key, t, cost, till)
  local s = look.c(key, t, 0)
  if till and till == s.start then
    s.previous = math.max(0, s.previous - cost)
  elseif not till or till == s.start + t[3] then
    s.current = math.max(0, s.current - cost)
  end
  if s.reset > 0 then
    take.c(key, t, s, 0)
  end
end

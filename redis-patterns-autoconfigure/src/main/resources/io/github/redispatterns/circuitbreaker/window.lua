-- @include batches.lua
-- The sliding window of outcomes: of the last calls, or of the last buckets of time.
local function slide_calls(key, sums, batch, size)
  if total(batch) > size then
    take(batch, total(batch) - size)
  end
  local excess = total(sums) + total(batch) - size
  while excess > 0 do
    local oldest = redis.call('LPOP', key)
    if not oldest then
      sums[1], sums[2], sums[3], sums[4] = 0, 0, 0, 0
      break
    end
    local leaving = split(oldest)
    if total(leaving) > excess then
      local staying = leaving
      leaving = take(staying, excess)
      redis.call('LPUSH', key, table.concat(staying, ':'))
    end
    add(sums, leaving, -1)
    excess = excess - total(leaving)
  end
  redis.call('RPUSH', key, table.concat(batch, ':'))
  add(sums, batch, 1)
end

local function slide_time(key, sums, batch, size, current)
  local entries = redis.call('HGETALL', key)
  sums[1], sums[2], sums[3], sums[4] = 0, 0, 0, 0
  for i = 1, #entries, 2 do
    local bucket, counts = tonumber(entries[i]), split(entries[i + 1])
    if bucket <= current - size then
      redis.call('HDEL', key, entries[i])
    elseif bucket == current then
      add(batch, counts, 1)
    else
      add(sums, counts, 1)
    end
  end
  redis.call('HSET', key, text(current), table.concat(batch, ':'))
  add(sums, batch, 1)
end

-- add a batch and forget what has left the window
local function slide(b, batch, now, rule)
  if rule.bucket > 0 then
    slide_time(b.keys.window, b.sums, batch, rule.size, math.floor(now / rule.bucket))
  elseif total(batch) > 0 then
    slide_calls(b.keys.window, b.sums, batch, rule.size)
  end
  redis.call('PEXPIRE', b.keys.window, rule.lifetime)
end

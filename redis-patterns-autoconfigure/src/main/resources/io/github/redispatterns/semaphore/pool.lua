-- Move the items of a pool; shared by those who lease, return and restock.
--
-- An item is free, leased under a token, or suspect; nowhere else and in one place.
local call = redis.call

local function clock()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A key that is new has no time to live yet.
local function touch(key, retention)
  if call('PTTL', key) < 0 then
    call('PEXPIRE', key, retention)
  end
end

-- Whoever uses a pool keeps all of it; its state has the shortest time to live.
local function tend(keys, state, retention)
  if call('PTTL', state) < retention / 2 then
    for _, key in ipairs(keys) do
      call('PEXPIRE', key, retention)
    end
  end
end

-- Lend an item again, unless it was taken out of the pool meanwhile.
local function free(keys, item, now, retention)
  if call('HDEL', keys.state, '-' .. item) == 1 then
    return
  end
  call('ZADD', keys.free, string.format('%.0f', now), item)
  touch(keys.free, retention)
end

local function suspect(keys, item, till, reason, retention)
  if call('HDEL', keys.state, '-' .. item) == 1 then
    return
  end
  call('ZADD', keys.suspect, string.format('%.0f', till), item)
  call('HSET', keys.state, '!' .. item, reason)
  touch(keys.suspect, retention)
end

local function trust(keys, item)
  call('HDEL', keys.state, '!' .. item)
  return call('ZREM', keys.suspect, item)
end

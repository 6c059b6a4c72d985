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

-- Take back what was not renewed, and trust again what was suspect for long enough.
local function reclaim(keys, now, quarantine, retention)
  local past = string.format('%.0f', now)
  for _, token in ipairs(call('ZRANGE', keys.leased, '-inf', past, 'BYSCORE')) do
    local item = call('HGET', keys.holders, token)
    call('ZREM', keys.leased, token)
    call('HDEL', keys.holders, token)
    if item and quarantine > 0 then
      suspect(keys, item, now + quarantine, 'its lease ended', retention)
    elseif item then
      free(keys, item, now, retention)
    end
  end
  for _, item in ipairs(call('ZRANGE', keys.suspect, '-inf', past, 'BYSCORE')) do
    trust(keys, item)
    free(keys, item, now, retention)
  end
end

local function lent(keys, item)
  for _, other in ipairs(call('HVALS', keys.holders)) do
    if other == item then
      return 1
    end
  end
  return 0
end

local function add(keys, item, now)
  call('HDEL', keys.state, '-' .. item)
  if lent(keys, item) == 0 and not call('ZSCORE', keys.suspect, item) and not call('ZSCORE', keys.free, item) then
    call('ZADD', keys.free, string.format('%.0f', now), item)
    return 1
  end
  return 0
end

local function remove(keys, item)
  if lent(keys, item) == 1 then
    call('HSET', keys.state, '-' .. item, 1)
    return 1
  end
  return trust(keys, item) + call('ZREM', keys.free, item)
end

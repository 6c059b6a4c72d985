-- Add items to a pool and take them out; shared by those who list and restock.
--
-- It comes after pool.lua, whose functions it calls.

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

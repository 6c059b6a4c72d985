-- @include waiting.lua
-- Who is first in the queue of a fair lock, and whose turn it is.

-- Drop all who count no longer than that, and find who is first then.
local function first(queue, alive, limit)
  for _, gone in ipairs(redis.call('ZRANGE', alive, '-inf', limit, 'BYSCORE')) do
    redis.call('ZREM', queue, gone)
    redis.call('ZREM', alive, gone)
  end
  return redis.call('ZRANGE', queue, 0, 0)[1]
end

-- Whose turn it is, and since when.
local function current(turn)
  local since, head = string.match(redis.call('GET', turn) or '', '^(%d+) (.*)$')
  return tonumber(since), head
end

-- Make it the turn of who is first.
local function pass(turn, head, now, ttl)
  redis.call('SET', turn, string.format('%.0f', now) .. ' ' .. head, 'PX', ttl)
end

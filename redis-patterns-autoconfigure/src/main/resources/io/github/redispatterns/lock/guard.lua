-- How a guard decides on a fencing token.
--
-- The lock's own token counts too, so that a holder is refused from the moment
-- on when somebody else got the lock or an operator took it away.
local function larger(token, guard, fence)
  local seen = tonumber(redis.call('GET', guard) or 0)
  local given = tonumber(redis.call('GET', fence) or 0)
  seen = math.max(seen, given)
  return seen > tonumber(token) and seen or 0
end

local function remember(token, guard, memory)
  local left = redis.call('PTTL', guard)
  redis.call('SET', guard, token, 'PX', string.format('%.0f', math.max(left, tonumber(memory))))
end

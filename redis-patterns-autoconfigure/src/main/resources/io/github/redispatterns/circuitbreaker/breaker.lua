-- @include state.lua
-- @include rules.lua
-- How the state of a circuit breaker changes, and what time alone changes.
local function become(b, state, deadline, now, rule, cause)
  b.before = b.state
  b.state, b.deadline, b.cause, b.origin, b.made = state, deadline, cause, rule.origin, 1
  b.gen = math.max(b.gen + 1, now)
  if state ~= OPEN then
    b.sums = { 0, 0, 0, 0 }
  end
  if state == CLOSED then
    b.attempts = 0
    redis.call('UNLINK', b.keys.failing)
  end
  redis.call('UNLINK', b.keys.window, b.keys.permits)
  redis.call('HDEL', b.keys.state, 'actor', 'reason')
  redis.call('HSET', b.keys.state, 'since', text(now))
  store(b, now, rule)
  local message = table.concat({ rule.topic .. '\n' .. state, text(b.gen), text(left(b, now)), b.attempts,
    b.origin, cause, b.before }, ' ')
  if rule.command == 'SPUBLISH' then
    redis.call('SPUBLISH', rule.channel, message)
  elseif rule.command == 'PUBLISH' then
    redis.call('PUBLISH', rule.channel, message)
  end
end

-- open from a moment on; the wait grows with every opening in a row
local function open(b, from, now, micros, rule, cause)
  b.attempts = b.attempts + 1
  local wait = math.min(rule.wait * rule.factor ^ (b.attempts - 1), rule.longest)
  wait = math.min(wait * (1 + rule.random * (micros / 500 - 1)), rule.longest)
  become(b, OPEN, math.floor(from + math.max(1, wait)), now, rule, cause)
end

local function half_open(b, now, rule)
  become(b, HALF_OPEN, (rule.patience > 0) and now + rule.patience or 0, now, rule, 'WAIT_ENDED')
end

-- what time alone has changed
local function settle(b, now, micros, rule)
  if b.deadline == 0 or b.deadline > now then
    return
  end
  if b.state == HALF_OPEN then
    open(b, b.deadline, now, micros, rule, 'PROBES_TOO_LATE')
  elseif b.state == OPEN and rule.automatic then
    half_open(b, now, rule)
  elseif b.state > HALF_OPEN then
    become(b, CLOSED, 0, now, rule, 'FORCE_ENDED')
  end
end

-- put back what the caller knows if the server has lost it
local function restore(b, gen, state, remaining, attempts, now, rule)
  if gen > b.gen then
    b.gen = gen
    if state ~= CLOSED then
      b.attempts = attempts
      become(b, state, (remaining > 0 or state == OPEN) and now + remaining or 0, now, rule, 'RESTORED')
    end
  end
end

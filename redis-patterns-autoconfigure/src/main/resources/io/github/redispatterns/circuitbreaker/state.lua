-- The shared state of a circuit breaker.
--
-- A generation is larger than all before it, even after the state was lost: it is at least the
-- server's time in ms. The sums are those of the window while closed, of the probes while half-open,
-- and those that opened the breaker while open.
-- Outcomes are counted in four kinds that exclude each other: fine, failed, slow, slow and failed.
local CLOSED, OPEN, HALF_OPEN, METRICS_ONLY = 0, 1, 2, 5
local FIELDS = { 'state', 'gen', 'deadline', 'attempts', 'fine', 'failed', 'slow', 'both', 'origin', 'cause', 'before' }

local function text(n)
  return string.format('%.0f', n)
end

local function clock()
  local parts = redis.call('TIME')
  return parts[1] * 1000 + math.floor(parts[2] / 1000), parts[2] % 1000
end

local function load(state, window, permits, failing)
  local f = redis.call('HMGET', state, unpack(FIELDS))
  return { keys = { state = state, window = window, permits = permits, failing = failing },
    state = tonumber(f[1]) or CLOSED, gen = tonumber(f[2]) or 0, deadline = tonumber(f[3]) or 0,
    attempts = tonumber(f[4]) or 0, origin = f[9] or '', cause = f[10] or '', made = 0,
    before = tonumber(f[11]) or CLOSED,
    sums = { tonumber(f[5]) or 0, tonumber(f[6]) or 0, tonumber(f[7]) or 0, tonumber(f[8]) or 0 } }
end

-- the ms from a moment in one state to its deadline, or 0 if there is none
local function left(b, now)
  return (b.deadline > 0) and math.max(0, b.deadline - now) or 0
end

local function store(b, now, rule)
  redis.call('HSET', b.keys.state, 'state', b.state, 'gen', text(b.gen), 'deadline', text(b.deadline),
    'attempts', b.attempts, 'fine', b.sums[1], 'failed', b.sums[2], 'slow', b.sums[3], 'both', b.sums[4],
    'origin', b.origin, 'cause', b.cause, 'before', b.before)
  redis.call('PEXPIRE', b.keys.state, text(left(b, now) + rule.lifetime))
end

local function reply(b, now, first, second)
  return { first, second, b.made, b.state, b.gen, left(b, now), b.attempts, b.sums[1], b.sums[2], b.sums[3],
    b.sums[4], b.origin, b.cause, b.before }
end

-- What scripts of circuit breakers share: the state, its transitions, and what time alone changes.
--
-- A generation is larger than all before it, even after the state was lost: it is at least the
-- server's time in ms. The sums are those of the window while closed, of the probes while half-open,
-- and those that opened the breaker while open.
-- Outcomes are counted in four kinds that exclude each other: fine, failed, slow, slow and failed.
local CLOSED, OPEN, HALF_OPEN, METRICS_ONLY = 0, 1, 2, 5
local FIELDS = { 'state', 'gen', 'deadline', 'attempts', 'fine', 'failed', 'slow', 'both', 'origin', 'cause' }

local function text(n)
  return string.format('%.0f', n)
end

local function clock()
  local parts = redis.call('TIME')
  return parts[1] * 1000 + math.floor(parts[2] / 1000), parts[2] % 1000
end

-- the arguments from `first` on, which are the same at every call of a breaker
local function rules(first)
  local n = {}
  for i = first, first + 12 do
    n[#n + 1] = tonumber(ARGV[i])
  end
  return { lifetime = n[1], size = n[2], bucket = n[3], minimum = n[4], failures = n[5], slow = n[6],
    instances = n[7], wait = n[8], factor = n[9], longest = n[10], random = n[11], permitted = n[12],
    patience = n[13], automatic = ARGV[first + 13] == '1', origin = ARGV[first + 14],
    command = ARGV[first + 15], channel = ARGV[first + 16], topic = ARGV[first + 17] }
end

local function load(state, window, permits, failing)
  local f = redis.call('HMGET', state, unpack(FIELDS))
  return { keys = { state = state, window = window, permits = permits, failing = failing },
    state = tonumber(f[1]) or CLOSED, gen = tonumber(f[2]) or 0, deadline = tonumber(f[3]) or 0,
    attempts = tonumber(f[4]) or 0, origin = f[9] or '', cause = f[10] or '', made = 0,
    sums = { tonumber(f[5]) or 0, tonumber(f[6]) or 0, tonumber(f[7]) or 0, tonumber(f[8]) or 0 } }
end

-- the ms from a moment in one state to its deadline, or 0 if there is none
local function left(b, now)
  return (b.deadline > 0) and math.max(0, b.deadline - now) or 0
end

local function store(b, now, rule)
  redis.call('HSET', b.keys.state, 'state', b.state, 'gen', text(b.gen), 'deadline', text(b.deadline),
    'attempts', b.attempts, 'fine', b.sums[1], 'failed', b.sums[2], 'slow', b.sums[3], 'both', b.sums[4],
    'origin', b.origin, 'cause', b.cause)
  redis.call('PEXPIRE', b.keys.state, text(left(b, now) + rule.lifetime))
end

local function become(b, state, deadline, now, rule, cause)
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
    b.origin, cause }, ' ')
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

-- nil too few calls to tell, otherwise the threshold that is reached or ''
local function judge(sums, minimum, rule)
  local total = sums[1] + sums[2] + sums[3] + sums[4]
  if total < minimum then
    return nil
  elseif (sums[2] + sums[4]) * 100 >= rule.failures * total then
    return 'FAILURE_RATE'
  end
  return ((sums[3] + sums[4]) * 100 >= rule.slow * total) and 'SLOW_CALL_RATE' or ''
end

local function reply(b, now, first, second)
  return { first, second, b.made, b.state, b.gen, left(b, now), b.attempts, b.sums[1], b.sums[2], b.sums[3],
    b.sums[4], b.origin, b.cause }
end

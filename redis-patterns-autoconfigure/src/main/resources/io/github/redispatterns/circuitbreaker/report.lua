-- @include breaker.lua
-- @include judge.lua
-- Tell how a probe ended; the result that decides closes the breaker or opens it again.
--
-- KEYS[1]  state    hash  the shared state
-- KEYS[2]  window   list of batches, or hash of time buckets
-- KEYS[3]  permits  zset  probe -> ms at which its permit comes back
-- KEYS[4]  failing  zset  instance -> ms until which it counts as failing
-- ARGV[1]  gen      generation of the permit
-- ARGV[2]  probe    name of the probe
-- ARGV[3]  outcome  1 fine, 2 failed, 3 slow, 4 slow and failed, 0 does not count
-- ARGV[4*] rules    see rules.lua
--
-- returns  { counted, 0, made, state, gen, remaining, attempts, fine, failed, slow, both, origin, cause, before }
--
-- A permit that came back was given to somebody else, so its late result is not counted.
local now, micros = clock()
local rule = rules(4)
local b = load(KEYS[1], KEYS[2], KEYS[3], KEYS[4])
settle(b, now, micros, rule)
local outcome = tonumber(ARGV[3])
if b.state ~= HALF_OPEN or b.gen ~= tonumber(ARGV[1]) or redis.call('ZREM', KEYS[3], ARGV[2]) == 0 then
  return reply(b, now, 0, 0)
end
if outcome > 0 then
  b.sums[outcome] = b.sums[outcome] + 1
  local reached = judge(b.sums, math.min(rule.minimum, rule.permitted), rule)
  if reached == '' then
    become(b, CLOSED, 0, now, rule, 'PROBES_PASSED')
  elseif reached then
    open(b, now, now, micros, rule, reached)
  else
    store(b, now, rule)
  end
end
return reply(b, now, (outcome > 0) and 1 or 0, 0)

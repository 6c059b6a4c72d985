-- @include breaker.lua
-- Ask for the permit of one probe; the first one after the wait makes the breaker half-open.
--
-- KEYS[1]  state    hash  the shared state
-- KEYS[2]  window   list of batches, or hash of time buckets
-- KEYS[3]  permits  zset  probe -> ms at which its permit comes back
-- KEYS[4]  failing  zset  instance -> ms until which it counts as failing
-- ARGV[1]  gen        newest shared generation that the instance knows, 0 none
-- ARGV[2]  state      state of the instance
-- ARGV[3]  remaining  ms to the end of that state, 0 none
-- ARGV[4]  attempts   openings in a row
-- ARGV[5]  probe      name of the probe
-- ARGV[6]  lease      ms after which the permit of a lost probe comes back
-- ARGV[7*] rules      see rules.lua
--
-- returns  { granted, retry, made, state, gen, remaining, attempts, fine, failed, slow, both, origin, cause, before }
--
-- A permit is in use, or has become one of the counted results, or has come back: so never more
-- probes run than are permitted, and a probe that died holds up nobody for longer than its lease.
local now, micros = clock()
local rule = rules(7)
local b = load(KEYS[1], KEYS[2], KEYS[3], KEYS[4])
settle(b, now, micros, rule)
restore(b, tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), now, rule)
if b.state == OPEN and b.deadline <= now then
  half_open(b, now, rule)
end
if b.state ~= HALF_OPEN then
  return reply(b, now, 0, left(b, now))
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now))
local used = redis.call('ZCARD', KEYS[3]) + b.sums[1] + b.sums[2] + b.sums[3] + b.sums[4]
if used >= rule.permitted then
  local first = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  return reply(b, now, 0, first[2] and math.max(1, first[2] - now) or 1)
end
redis.call('ZADD', KEYS[3], text(now + ARGV[6]), ARGV[5])
redis.call('PEXPIRE', KEYS[3], rule.lifetime)
redis.call('PEXPIRE', KEYS[1], text(left(b, now) + rule.lifetime))
return reply(b, now, 1, 0)

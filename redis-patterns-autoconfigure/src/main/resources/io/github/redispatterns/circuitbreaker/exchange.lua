-- @include breaker.lua
-- @include judge.lua
-- @include window.lua
-- Tell what an instance has counted, open if a threshold is reached, and read the shared state.
--
-- KEYS[1]   state    hash  the shared state
-- KEYS[2]   window   list of batches, or hash of time buckets
-- KEYS[3]   permits  zset  probe -> ms at which its permit comes back
-- KEYS[4]   failing  zset  instance -> ms until which it counts as failing
-- ARGV[1]   gen        newest shared generation that the instance knows, 0 none
-- ARGV[2]   state      state of the instance
-- ARGV[3]   remaining  ms to the end of that state, 0 none
-- ARGV[4]   attempts   openings in a row
-- ARGV[5]   alone      1 if the instance came to that state without Redis
-- ARGV[6]   fine       calls since the last exchange: neither slow nor failed
-- ARGV[7]   failed     calls that failed in time
-- ARGV[8]   slow       calls that took too long
-- ARGV[9]   both       calls that took too long and failed
-- ARGV[10]  failing    ms to count the instance as failing, 0 no longer
-- ARGV[11*] rules      see rules.lua
--
-- returns  { 0, 0, made, state, gen, remaining, attempts, fine, failed, slow, both, origin, cause, before }
--
-- Thresholds are judged where the outcomes of all instances meet, so exactly one call makes a
-- transition. A batch of another generation, or of calls decided without Redis, is not counted.
local now, micros = clock()
local rule = rules(11)
local b = load(KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local state, remaining, alone = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[5] == '1'
local known = tonumber(ARGV[1])
settle(b, now, micros, rule)
restore(b, known, state, remaining, tonumber(ARGV[4]), now, rule)
if alone and b.made == 0 then
  if (state == OPEN and (b.state == CLOSED or b.state == HALF_OPEN)) or (state == HALF_OPEN and b.state == CLOSED) then
    b.attempts = tonumber(ARGV[4])
    become(b, state, (state == OPEN) and now + remaining or 0, now, rule, 'MERGED')
  elseif state == OPEN and b.state == OPEN and now + remaining > b.deadline then
    b.deadline = now + remaining
    store(b, now, rule)
  end
end
if tonumber(ARGV[10]) > 0 then
  redis.call('ZADD', KEYS[4], text(now + ARGV[10]), rule.origin)
  redis.call('PEXPIRE', KEYS[4], rule.lifetime)
elseif rule.instances > 1 and b.state == CLOSED then
  redis.call('ZREM', KEYS[4], rule.origin)
end
local batch = { tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]) }
local counts = not alone and b.made == 0 and b.gen == known and (b.state == CLOSED or b.state == METRICS_ONLY)
if counts and total(batch) > 0 then
  slide(b, batch, now, rule)
  store(b, now, rule)
  local reached = (b.state == CLOSED) and judge(b.sums, rule.minimum, rule) or ''
  if reached ~= '' and rule.instances > 1 then
    redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', text(now))
    reached = (redis.call('ZCARD', KEYS[4]) >= rule.instances) and reached or ''
  end
  if reached ~= '' then
    open(b, now, now, micros, rule, reached)
  end
end
return reply(b, now, 0, 0)

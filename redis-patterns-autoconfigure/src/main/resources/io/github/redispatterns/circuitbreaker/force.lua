-- @include breaker.lua
-- Put the breaker into a state because an operator says so.
--
-- KEYS[1]  state    hash  the shared state
-- KEYS[2]  window   list of batches, or hash of time buckets
-- KEYS[3]  permits  zset  probe -> ms at which its permit comes back
-- KEYS[4]  failing  zset  instance -> ms until which it counts as failing
-- ARGV[1]  state    the state
-- ARGV[2]  ttl      ms that it lasts, 0 for ever
-- ARGV[3]  actor    who says so
-- ARGV[4]  reason   why
-- ARGV[5]  gen      newest shared generation that the instance knows, 0 none
-- ARGV[6*] rules    see rules.lua
--
-- returns  { 0, 0, made, state, gen, remaining, attempts, fine, failed, slow, both, origin, cause, before }
local now = clock()
local rule = rules(6)
local b = load(KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local ttl = tonumber(ARGV[2])
b.gen = math.max(b.gen, tonumber(ARGV[5]))
become(b, tonumber(ARGV[1]), (ttl > 0) and now + ttl or 0, now, rule, (ttl > 0) and 'FORCED' or 'RESET')
redis.call('HSET', KEYS[1], 'actor', ARGV[3], 'reason', ARGV[4])
return reply(b, now, 0, 0)

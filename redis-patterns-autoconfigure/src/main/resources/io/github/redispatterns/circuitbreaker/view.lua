-- @include state.lua
-- Read everything that is shared, for an operator.
--
-- KEYS[1]  state    hash  the shared state
-- KEYS[2]  window   list of batches, or hash of time buckets
-- KEYS[3]  permits  zset  probe -> ms at which its permit comes back
-- KEYS[4]  failing  zset  instance -> ms until which it counts as failing
--
-- returns  { age, probes, 0, state, gen, remaining, attempts, fine, failed, slow, both, origin, cause, before, actor, reason, failing, ... }
--          age is the ms since the last transition, -1 if there was none
local now = clock()
local b = load(KEYS[1], KEYS[2], KEYS[3], KEYS[4])
local f = redis.call('HMGET', KEYS[1], 'since', 'actor', 'reason')
local view = reply(b, now, f[1] and math.max(0, now - f[1]) or -1, redis.call('ZCOUNT', KEYS[3], '(' .. text(now), '+inf'))
view[#view + 1] = f[2] or ''
view[#view + 1] = f[3] or ''
for _, instance in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. text(now), '+inf')) do
  view[#view + 1] = instance
end
return view

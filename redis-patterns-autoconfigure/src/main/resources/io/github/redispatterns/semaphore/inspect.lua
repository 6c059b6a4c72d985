-- @include permits.lua
-- Look who holds permits and who waits for some.
--
-- KEYS[1]  permits  zset  token and weight -> ms at which the lease ends
-- KEYS[2]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- KEYS[3]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  patience  ms for which somebody counts as waiting
-- ARGV[2]  most      holders and waiters to name
--
-- returns  { max, version, actor, used, holders, member, remaining, ..., waiter, ... }
--          max is -1 if nobody asked for permits lately; 'holders' says how many pairs
--          of member and remaining ms follow
local now = clock()
local known = call('HMGET', KEYS[2], 'max', 'version', 'actor', 'extra')
local used = call('ZCARD', KEYS[1]) + tonumber(known[4] or 0)
for _, gone in ipairs(call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now), 'BYSCORE')) do
  used = used - weight(gone)
end
local alive = '(' .. string.format('%.0f', now)
local held = call('ZRANGE', KEYS[1], alive, '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
local reply = { tonumber(known[1] or -1), tonumber(known[2] or 0), known[3] or '', math.max(0, used), #held / 2 }
for i = 1, #held, 2 do
  reply[#reply + 1] = held[i]
  reply[#reply + 1] = held[i + 1] - now
end
local since = string.format('%.0f', now - ARGV[1])
for _, waiter in ipairs(call('ZRANGE', KEYS[3], since, '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  reply[#reply + 1] = waiter
end
return reply

-- @include permits.lua
-- @include leases.lua
-- Begin another lease of permits.
--
-- KEYS[1]  permits  zset  token and weight -> ms at which the lease ends
-- KEYS[2]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- ARGV[1]  member     token of the caller and its weight
-- ARGV[2]  lease      ms
-- ARGV[3]  retention  ms for which a limit set by an operator outlives its last use
--
-- returns  1 renewed
--          0 the lease ended before, or the permits were lost
local now = clock()
local expiry = call('ZSCORE', KEYS[1], ARGV[1])
if not expiry or tonumber(expiry) <= now then
  return 0
end
call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
keep(KEYS[1], KEYS[2], tonumber(ARGV[2]), tonumber(ARGV[3]))
return 1

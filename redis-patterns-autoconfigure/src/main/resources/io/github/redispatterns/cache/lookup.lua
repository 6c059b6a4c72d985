-- @include stored.lua
-- Read a value, or take the right to load it.
--
-- KEYS[1]  value  string  envelope and content, or the lease if there is none
-- KEYS[2]  lease  string  token of the load that may replace the value
-- ARGV[1]  token        of the load to be, 16 bytes; empty to look only
-- ARGV[2]  lease        ms
-- ARGV[3]  want         L load what is not fresh, W the same and wait for others,
--                       R load even what is fresh, X the same and wait for others
-- ARGV[4]  incarnation  of the versions of the cache, 8 bytes
-- ARGV[5]  cleared      version of the last clear
--
-- returns  { 0, ttl, 0, value }     no load is wanted
--          { 1, ttl, 0, value }     the load has the lease
--          { 2, ttl, wait, value }  another load has it, for so many ms
--          { 3, ttl, wait, value }  nothing may be stored for so many ms
--
-- An absent value is an empty text. The ms to live of a value include the time for
-- which it is stale. Whoever waits marks the lease, so that only awaited loads signal.
local value, found = content(KEYS[1])
local ttl = life(KEYS[1], value)
if ttl == 0 then
  value = ''
end
if ARGV[1] == '' or ((ARGV[3] == 'L' or ARGV[3] == 'W') and fresh(value, ttl, ARGV[4], ARGV[5]) > 0) then
  return { 0, ttl, 0, value }
end
local held, place = take(not found or lease(found), KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if not held or string.sub(held, 1, 16) == ARGV[1] then
  return { 1, ttl, 0, value }
end
local wait = call('PTTL', place)
if wait < 0 then
  -- not a lease, as each of them ends
  call('SET', place, ARGV[1], 'PX', ARGV[2])
  return { 1, ttl, 0, value }
end
if held == '-' then
  return { 3, ttl, wait, value }
end
if ARGV[3] == 'W' or ARGV[3] == 'X' then
  call('SETRANGE', place, 16, 'w')
end
return { 2, ttl, wait, value }

-- Change how many permits there are.
--
-- KEYS[1]  config   hash  limit, its version, who set it, what permits weigh beyond one each
-- KEYS[2]  waiters  zset  who waits -> ms of the last look
-- ARGV[1]  max        permits from now on
-- ARGV[2]  version    least version that this change has
-- ARGV[3]  strict     1 if it is refused below the version in force, 0 if it takes that version
-- ARGV[4]  actor      who changes it
-- ARGV[5]  retention  ms for which the change outlives the last use
-- ARGV[6]  command    that tells those who wait
-- ARGV[7]  channel    where
-- ARGV[8]  topic      first line of the message
--
-- returns  { 1, before, version }  changed; permits before, -1 if nobody had asked for any
--          { 0, max, version }     refused; what is in force has a higher version
--
-- Nobody loses a permit: if more are in use than there are now, none is granted
-- until enough came back.
local call = redis.call
local known = call('HMGET', KEYS[1], 'max', 'version')
local before = tonumber(known[1] or -1)
local theirs = tonumber(known[2] or -1)
local version = math.max(theirs, tonumber(ARGV[2]))
if ARGV[3] == '1' and theirs > tonumber(ARGV[2]) then
  return { 0, before, theirs }
end
call('HSET', KEYS[1], 'max', ARGV[1], 'version', version, 'actor', ARGV[4])
if call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then
  call('PEXPIRE', KEYS[1], ARGV[5])
end
if call('EXISTS', KEYS[2]) == 1 then
  call(ARGV[6], ARGV[7], ARGV[8] .. '\n')
end
return { 1, before, version }

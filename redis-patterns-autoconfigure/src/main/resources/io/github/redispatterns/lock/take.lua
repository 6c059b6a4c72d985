-- Take a mutex if nobody has it.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- KEYS[2]  fence  string  fencing token that was given last
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  epoch     server time in us that contend.lua returned lately, or more
--
-- returns  { fence }              taken
--          { remaining, holder }  held by somebody else for so many ms
--
-- The fencing token is one more than the last one, and not less than the epoch.
-- So it grows even if its key expired or a failover lost the last ones, as long as
-- the epoch is newer than what was lost, see Epoch. A command that is sent twice
-- finds its own value and takes nothing twice.
local call = redis.call
local holder = call('SET', KEYS[1], ARGV[1], 'NX', 'GET', 'PX', ARGV[2])
if holder == ARGV[1] then
  call('PEXPIRE', KEYS[1], ARGV[2])
  return { tonumber(call('GET', KEYS[2]) or ARGV[4]) }
end
if holder then
  return { call('PTTL', KEYS[1]), holder }
end
local fence, epoch = call('INCR', KEYS[2]), tonumber(ARGV[4])
if fence < epoch then
  call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3])
  return { epoch }
end
return { fence }

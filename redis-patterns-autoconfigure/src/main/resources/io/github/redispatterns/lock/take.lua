-- Take a mutex if nobody has it.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- KEYS[2]  fence  string  fencing token that was given last
-- ARGV[1]  value     token of the caller, a space, its mode
-- ARGV[2]  lease     ms
-- ARGV[3]  fenceTtl  ms
-- ARGV[4]  epoch     server time in us that contend.lua returned lately, or more
--
-- returns  n > 0  taken; n is the fencing token
--          0      somebody has it; contend.lua says who
--
-- The fencing token is one more than the last one, and not less than the epoch.
-- So it grows even if its key expired or a failover lost the last ones, as long as
-- the epoch is newer than what was lost, see Epoch.
local call = redis.call
if not call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 0
end
local fence, epoch = call('INCR', KEYS[2]), tonumber(ARGV[4])
if fence < epoch then
  call('SET', KEYS[2], ARGV[4], 'PX', ARGV[3])
  return epoch
end
return fence

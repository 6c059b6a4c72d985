-- @include waiting.lua
-- Take a lock away from whoever holds it.
--
-- KEYS[1]  owner    string  token and mode of the holder
-- KEYS[2]  fence    string  fencing token that was given last
-- KEYS[3]  waiters  zset    instances that wait
-- KEYS[4]  readers  zset    who reads
-- ARGV[1]  fenceTtl  ms
-- ARGV[2]  command   that tells of it
-- ARGV[3]  channel   where
-- ARGV[4]  topic     first line of the message
--
-- returns  1 taken away
--          0 nobody held it
--
-- The fencing token grows, so that guards beside it refuse the old holder now
-- and not only when there is another one. Who waits in order keeps its place.
local call = redis.call
call('ZREMRANGEBYSCORE', KEYS[4], '-inf', string.format('%.0f', clock()))
local held = call('DEL', KEYS[1], KEYS[4])
if held == 0 then
  return 0
end
local fence = math.max((call('GET', KEYS[2]) or 0) + 1, clock() * 1000)
call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[1])
call('DEL', KEYS[3])
call(ARGV[2], ARGV[3], ARGV[4] .. '\n')
return 1

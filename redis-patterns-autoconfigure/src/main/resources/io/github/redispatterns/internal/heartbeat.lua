-- Tell all instances which of a publisher's messages was the last.
--
-- KEYS[1]  pulse    never exists; its slot chooses the node, its name tells which was chosen
-- ARGV[1]  channel  of broadcasts
-- ARGV[2]  head     what the message begins with
--
-- returns  ms since the epoch on this server
redis.call('PUBLISH', ARGV[1], ARGV[2] .. KEYS[1])
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)

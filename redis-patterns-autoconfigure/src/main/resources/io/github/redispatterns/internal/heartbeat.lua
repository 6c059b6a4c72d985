-- Tell all instances which of a publisher's messages was the last.
--
-- KEYS[1]  pulse    never exists; its slot chooses the node, its name tells which was chosen
-- ARGV[1]  channel  of broadcasts
-- ARGV[2]  head     what the message begins with
--
-- returns  number of subscribers at this node
return redis.call('PUBLISH', ARGV[1], ARGV[2] .. KEYS[1])

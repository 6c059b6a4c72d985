-- Publish to all instances.
--
-- KEYS[1]  any      string  a key of any entity, not touched
-- ARGV[1]  channel  of broadcasts
-- ARGV[2]  head     what the message begins with
-- ARGV[3]  body
--
-- returns  number of clients of this node that were told
return redis.call('PUBLISH', ARGV[1], ARGV[2] .. ARGV[3])

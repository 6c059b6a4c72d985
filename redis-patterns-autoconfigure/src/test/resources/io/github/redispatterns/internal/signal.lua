-- Tell who listens to an entity.
--
-- KEYS[1]  any      string  a key of the entity, not touched
-- ARGV[1]  command  what publishes
-- ARGV[2]  channel
-- ARGV[3]  topic    name of the entity
-- ARGV[4]  text
--
-- returns  number of clients of this node that were told
return redis.call(ARGV[1], ARGV[2], ARGV[3] .. '\n' .. ARGV[4])

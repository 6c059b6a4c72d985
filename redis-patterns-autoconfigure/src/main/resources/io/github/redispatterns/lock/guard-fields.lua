-- Read all fields of a guarded hash.
--
-- KEYS[1]  fields  hash  what is guarded
--
-- returns  { name, value... }
return redis.call('HGETALL', KEYS[1])

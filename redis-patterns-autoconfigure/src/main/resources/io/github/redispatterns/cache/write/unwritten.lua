-- Read a change that the source does not have yet.
--
-- KEYS[1]  dirty  hash  key -> what the source does not have yet
-- ARGV[1]  key  of the entry
--
-- returns  { change }  it waits
--          { }         the source has all
local record = redis.call('HGET', KEYS[1], ARGV[1])
return record and { record } or {}

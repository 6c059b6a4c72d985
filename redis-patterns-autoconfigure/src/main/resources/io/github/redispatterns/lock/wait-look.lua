-- Look who holds a lock, or what a holder waits for.
--
-- KEYS[1]  owner or wait  string  of a lock, or of the token of a holder
--
-- returns  { value }  what is there
--          {}         nobody holds it, or waits
local value = redis.call('GET', KEYS[1])
if value then
  return { value }
end
return {}

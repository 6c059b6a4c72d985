-- Read a guarded text.
--
-- KEYS[1]  value  string  what is guarded
--
-- returns  {}        there is none
--          { text }
local text = redis.call('GET', KEYS[1])
if not text then
  return {}
end
return { text }

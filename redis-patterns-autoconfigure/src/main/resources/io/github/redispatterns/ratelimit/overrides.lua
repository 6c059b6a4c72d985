-- Read the overrides in force.
--
-- KEYS[1]  table  hash  override -> ms at which it ends and its JSON; epoch -> changed
--
-- returns  { epoch, left, json, ... }; left is the ms an override still holds
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local entries = redis.call('HGETALL', KEYS[1])
local reply = { 0 }
for i = 1, #entries, 2 do
  if entries[i] == 'epoch' then
    reply[1] = tonumber(entries[i + 1])
  else
    local ends, json = string.match(entries[i + 1], '^(%d+) (.*)$')
    if tonumber(ends) > now then
      reply[#reply + 1] = tonumber(ends) - now
      reply[#reply + 1] = json
    end
  end
end
return reply

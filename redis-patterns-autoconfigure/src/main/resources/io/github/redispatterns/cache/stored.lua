-- What is read of a stored value without its content, see Envelope.
local call = redis.call

-- Reads a key. Something else than a string is not ours: as good as absent, and the next
-- write replaces it.
local function content(key)
  local value = redis.pcall('GET', key)
  return type(value) == 'string' and value or ''
end

-- ms for which the value is fresh; 0 if it is stale or from before the last clear
local function fresh(value, ttl, incarnation, cleared)
  if string.sub(value, 29, 36) ~= incarnation or struct.unpack('>I8', value, 37) < tonumber(cleared) then
    return 0
  end
  return math.max(0, ttl - struct.unpack('>I4', value, 13))
end

-- Takes from a load the right to store, and wakes whoever waits for it.
local function revoke(lease, command, channel, topic)
  local held = call('GETDEL', lease)
  if held and #held == 17 then
    call(command, channel, topic .. '\n')
  end
end

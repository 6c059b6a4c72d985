-- @include lease.lua
-- What is read of a stored value without its content, see Envelope.

-- Reads a key. Something else than a value is not ours: as good as absent, and the next
-- write replaces it.
local function content(key)
  local found = redis.pcall('GET', key)
  return type(found) == 'string' and not lease(found) and found or '', found
end

-- ms until a value is not given to anybody any more, by what it says itself or else by
-- the life of its key
local function life(key, value)
  local ends = #value < 56 and 0 or struct.unpack('>I8', value, 49)
  if ends == 0 then
    return value == '' and 0 or call('PTTL', key)
  end
  local now = call('TIME')
  return math.max(0, ends - now[1] * 1000 - math.floor(now[2] / 1000))
end

-- ms for which the value is fresh; 0 if it is stale, from before the last clear or none
local function fresh(value, ttl, incarnation, cleared)
  if #value < 56 or string.sub(value, 29, 36) ~= incarnation
    or struct.unpack('>I8', value, 37) < tonumber(cleared) then
    return 0
  end
  return math.max(0, ttl - struct.unpack('>I4', value, 13))
end

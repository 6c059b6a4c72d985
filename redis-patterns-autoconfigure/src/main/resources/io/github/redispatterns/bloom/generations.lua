-- What the scripts of a filter share: its generations, and whether they are complete.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local forever = -1

-- a layer is { first bit, bits, hashes, capacity, items }
local function last(generation)
  return generation.layers[#generation.layers]
end

local function finish(generation)
  local layer = last(generation)
  return layer[1] + layer[2]
end

-- Redis may have evicted the bits, and a bit that is set then would make them look alive
local function intact(generation)
  return redis.call('STRLEN', KEYS[generation.slot]) * 8 == finish(generation)
end

-- what was added in a period is looked for until the end of the next one
local function current(generation)
  return generation ~= nil and (generation.period == 0 or now < generation.at + 2 * generation.period)
end

-- whether what is not found is certainly absent: 0 yes, 1 nothing was built, 2 bits are lost, 3 some had no room
local function doubt(meta)
  if not meta.present then
    return 1
  end
  if meta.hole == forever or now < meta.hole then
    return 2
  end
  local state = 0
  for _, generation in ipairs({ meta.present, meta.previous }) do
    if current(generation) then
      if not intact(generation) then
        return 2
      end
      state = (generation.full == 1) and 3 or state
    end
  end
  return state
end

local function outlive(meta, ttl)
  for _, generation in ipairs({ meta.present, meta.previous }) do
    redis.call('PEXPIRE', KEYS[generation.slot], ttl)
  end
end

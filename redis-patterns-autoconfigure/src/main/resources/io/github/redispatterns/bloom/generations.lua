-- What the scripts of a filter share: its generations, and the bits of an item in them.
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

-- enhanced double hashing; first reduced, because doubles are exact below 2^53 only
local function position(layer, h1, h2, i)
  local bits = layer[2]
  return layer[1] + (h1 % bits + i * (h2 % bits) + (i * i * i - i) / 6) % bits
end

local function has(generation, h1, h2)
  for l = #generation.layers, 1, -1 do
    local layer = generation.layers[l]
    local i = 0
    while i < layer[3] and redis.call('GETBIT', KEYS[generation.slot], position(layer, h1, h2, i)) == 1 do
      i = i + 1
    end
    if i == layer[3] then
      return true
    end
  end
  return false
end

-- the plan has the layers of a filter in order, as 'bits hashes capacity;'
local function grow(generation, plan)
  local number = 0
  for bits, hashes, capacity in string.gmatch(plan, '(%d+) (%d+) (%d+);') do
    number = number + 1
    if number == #generation.layers + 1 then
      local from = (number > 1) and finish(generation) or 0
      if from + bits > 4294967296 then
        return false
      end
      generation.layers[number] = { from, tonumber(bits), tonumber(hashes), tonumber(capacity), 0 }
      redis.call('SETBIT', KEYS[generation.slot], from + bits - 1, 0)
      return true
    end
  end
  return false
end

local function start(slot, at, period, plan)
  local generation = { slot = slot, at = at, period = period, full = 0, layers = {} }
  redis.call('UNLINK', KEYS[slot])
  grow(generation, plan)
  return generation
end

-- three slots are enough for the present, the previous and the one that is being built
local function free(...)
  for slot = 2, 4 do
    local used = false
    for i = 1, select('#', ...) do
      local generation = select(i, ...)
      used = used or (generation and generation.slot == slot)
    end
    if not used then
      return slot
    end
  end
end

-- 1 added, 0 it is there, 2 there is no room
local function put(generation, h1, h2, plan)
  if has(generation, h1, h2) then
    return 0
  end
  local layer = last(generation)
  if layer[5] >= layer[4] then
    if not grow(generation, plan) then
      generation.full = 1
      return 2
    end
    layer = last(generation)
  end
  for i = 0, layer[3] - 1 do
    redis.call('SETBIT', KEYS[generation.slot], position(layer, h1, h2, i), 1)
  end
  layer[5] = layer[5] + 1
  return 1
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

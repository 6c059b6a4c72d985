-- @include bits.lua
-- Items that are put into a generation, which grows.
--
-- A plan has the layers of a filter in order, as 'bits hashes capacity;'.
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

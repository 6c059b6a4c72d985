-- @include bits.lua
-- Items that are put into a generation, which grows.
--
-- A plan has the most bits of a generation, and its layers in order: 'most|bits hashes capacity;...'. The next
-- layer is the first that is larger than the last one, which another configuration may have planned.
local function grow(generation, plan)
  local number = #generation.layers
  local from = (number > 0) and finish(generation) or 0
  for bits, hashes, capacity in string.gmatch(plan, '(%d+) (%d+) (%d+);') do
    if number == 0 or tonumber(capacity) > last(generation)[4] then
      if from + bits > tonumber(string.match(plan, '^%d+')) then
        return false
      end
      generation.layers[number + 1] = { from, tonumber(bits), tonumber(hashes), tonumber(capacity), 0 }
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

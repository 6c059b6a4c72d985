-- @include generations.lua
-- The bits of an item.
--
-- Enhanced double hashing; first reduced, because doubles are exact below 2^53 only.
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

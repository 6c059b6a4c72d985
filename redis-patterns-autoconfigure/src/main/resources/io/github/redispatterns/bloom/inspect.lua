-- @include generations.lua
-- Tell how full a filter is.
--
-- KEYS[1]   meta  string  JSON: generations with their layers
-- KEYS[2*]  bits  string  bits of a generation; three of them
--
-- returns  { state, left, role, age, bytes, layers, ... } state: 0 ready, 1 not built, 2 bits are lost, 3 full;
--          left: ms to live; role: 0 present, 1 previous, 2 being built; age in ms; bytes of its bits; how many
--          layers follow as bits, hashes, capacity, items
local json = redis.call('GET', KEYS[1])
if not json then
  return { 1, 0 }
end
local meta = cjson.decode(json)
local reply = { doubt(meta), redis.call('PTTL', KEYS[1]) }
local roles = { meta.present or false, meta.previous or false, meta.build or false }
for role, generation in ipairs(roles) do
  if generation and current(generation) then
    reply[#reply + 1] = role - 1
    reply[#reply + 1] = now - generation.at
    reply[#reply + 1] = redis.call('STRLEN', KEYS[generation.slot])
    reply[#reply + 1] = #generation.layers
    for _, layer in ipairs(generation.layers) do
      for i = 2, 5 do
        reply[#reply + 1] = layer[i]
      end
    end
  end
end
return reply

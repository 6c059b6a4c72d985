-- @include bits.lua
-- Look for items.
--
-- KEYS[1]   meta   string  JSON: generations with their layers
-- KEYS[2*]  bits   string  bits of a generation; three of them
-- ARGV[1]   ttl    ms that the filter outlives its last use
-- ARGV[2*]  items  two hashes below 2^47 each
--
-- returns  { state, found, ... } state: 0 ready, 1 not built, 2 bits are lost, 3 full; found: 1 maybe, 0 not found
--
-- That the filter is complete is judged here and not before: between two commands Redis may evict a key.
local json = redis.call('GET', KEYS[1])
if not json then
  return { 1 }
end
local meta = cjson.decode(json)
local reply = { doubt(meta) }
local readable = {}
for _, generation in ipairs({ meta.present, meta.previous }) do
  if current(generation) and intact(generation) then
    readable[#readable + 1] = generation
  end
end
for i = 2, #ARGV, 2 do
  local found = 0
  for _, generation in ipairs(readable) do
    if found == 0 and has(generation, tonumber(ARGV[i]), tonumber(ARGV[i + 1])) then
      found = 1
    end
  end
  reply[#reply + 1] = found
end
if redis.call('PTTL', KEYS[1]) < ARGV[1] / 2 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  outlive(meta, ARGV[1])
end
return reply

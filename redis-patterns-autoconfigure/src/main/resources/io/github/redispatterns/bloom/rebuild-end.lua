-- @include generations.lua
-- Let what was rebuilt answer from now on, or throw it away.
--
-- KEYS[1]   meta    string  JSON: generations with their layers
-- KEYS[2*]  bits    string  bits of a generation; three of them
-- ARGV[1]   ttl     ms that the filter outlives its last use
-- ARGV[2]   token   whose rebuild it is
-- ARGV[3]   switch  1 to use it, 0 to throw it away
-- ARGV[4]   batch   how many batches it must have
--
-- returns  1 done
--          0 the rebuild is over: its lease ended or its bits are lost
local meta = cjson.decode(redis.call('GET', KEYS[1]) or '{}')
local build, present = meta.build, meta.present
-- the reply to the switch may have been lost
if ARGV[3] == '1' and present and present.token == ARGV[2] then
  return 1
end
if not build or build.token ~= ARGV[2] or now >= build.ends or not intact(build)
    or (ARGV[3] == '1' and build.batches < tonumber(ARGV[4])) then
  return 0
end
local gone = { build }
if ARGV[3] == '1' then
  gone = { present or meta.previous, present and meta.previous }
  meta = { hole = 0, present = build }
  build.at, build.ends, build.batches = now, nil, nil
else
  meta.build = nil
end
for _, generation in ipairs(gone) do
  redis.call('UNLINK', KEYS[generation.slot])
end
redis.call('SET', KEYS[1], cjson.encode(meta), 'PX', ARGV[1])
outlive(meta, ARGV[1])
return 1

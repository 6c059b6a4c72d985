-- @include growth.lua
-- Add a batch to what is being rebuilt.
--
-- KEYS[1]   meta   string  JSON: generations with their layers
-- KEYS[2*]  bits   string  bits of a generation; three of them
-- ARGV[1]   ttl    ms that the filter outlives its last use
-- ARGV[2]   plan   most bits of a generation and its layers: most|bits hashes capacity;...
-- ARGV[3]   token  whose rebuild it is
-- ARGV[4]   lease  ms within which the next batch must come
-- ARGV[5]   batch  its number from 0
-- ARGV[6*]  items  two hashes below 2^47 each
--
-- returns  1 added
--          0 the rebuild is over: its lease ended or its bits are lost
--          2 there is no room
--
-- A batch may be sent twice. One that is missing was lost with a master whose replica took over.
local meta = cjson.decode(redis.call('GET', KEYS[1]) or '{}')
local build = meta.build
if not build or build.token ~= ARGV[3] or now >= build.ends or not intact(build) or build.batches < tonumber(ARGV[5]) then
  return 0
end
for i = 6, #ARGV, 2 do
  if put(build, tonumber(ARGV[i]), tonumber(ARGV[i + 1]), ARGV[2]) == 2 then
    break
  end
end
build.ends = now + ARGV[4]
build.batches = ARGV[5] + 1
redis.call('PEXPIRE', KEYS[build.slot], ARGV[4])
redis.call('SET', KEYS[1], cjson.encode(meta), 'PX', ARGV[1])
outlive(meta, ARGV[1])
if build.full == 1 then
  return 2
end
return 1

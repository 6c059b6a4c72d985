-- @include slots.lua
-- Start a generation beside the one that answers.
--
-- KEYS[1]   meta   string  JSON: generations with their layers
-- KEYS[2*]  bits   string  bits of a generation; three of them
-- ARGV[1]   ttl    ms that the filter outlives its last use
-- ARGV[2]   plan   most bits of a generation and its layers: most|bits hashes capacity;...
-- ARGV[3]   token  whose rebuild it is
-- ARGV[4]   lease  ms within which the next batch must come
--
-- returns  1 started
--          0 another rebuild is running
--
-- It goes away by itself when its owner does not come back in time.
local meta = cjson.decode(redis.call('GET', KEYS[1]) or '{"hole":0}')
local build = meta.build
if build and now < build.ends and intact(build) and build.token ~= ARGV[3] then
  return 0
end
if build then
  redis.call('UNLINK', KEYS[build.slot])
end
meta.build = start(free(meta.present, meta.previous), now, 0, ARGV[2])
meta.build.token = ARGV[3]
meta.build.ends = now + ARGV[4]
meta.build.batches = 0
redis.call('PEXPIRE', KEYS[meta.build.slot], ARGV[4])
redis.call('SET', KEYS[1], cjson.encode(meta), 'PX', ARGV[1])
outlive(meta, ARGV[1])
return 1

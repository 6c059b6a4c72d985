-- @include slots.lua
-- Add items, or claim one.
--
-- KEYS[1]   meta    string  JSON: generations with their layers
-- KEYS[2*]  bits    string  bits of a generation; three of them
-- ARGV[1]   ttl     ms that the filter outlives its last use
-- ARGV[2]   plan    most bits of a generation and its layers: most|bits hashes capacity;...
-- ARGV[3]   period  ms after which a new generation starts, or 0
-- ARGV[4]   begin   1 if a first item makes a filter, 0 if only a rebuild does
-- ARGV[5]   claim   1 if an item of the previous generation stays there
-- ARGV[6*]  items   two hashes below 2^47 each
--
-- returns  { state, items, capacity, done, ... } state: 0 stored, 1 no filter, 4 stored in a new filter;
--          items and capacity of the generation; done: 1 added, 0 it was there, 2 no room
--
-- What is being rebuilt gets every item too, so that the switch forgets none.
local meta = cjson.decode(redis.call('GET', KEYS[1]) or '{"hole":0}')
local period, begin, state = tonumber(ARGV[3]), ARGV[4] == '1', 0
local present, build = meta.present, meta.build
if present and begin and present.period == 0 and period > 0 then
  present.at, present.period = now, period
end
if build and (now >= build.ends or not intact(build)) then
  redis.call('UNLINK', KEYS[build.slot])
  meta.build, build = nil, nil
end
if begin and present and not intact(present) then
  if meta.hole ~= forever then
    meta.hole = (present.period == 0) and forever or math.max(meta.hole, present.at + 2 * present.period)
  end
  meta.present, present = nil, nil
end
if begin and present and present.period > 0 and now >= present.at + present.period then
  if meta.previous then
    redis.call('UNLINK', KEYS[meta.previous.slot])
  end
  meta.previous = present
  local at = present.at + present.period * math.floor((now - present.at) / present.period)
  meta.present = start(free(present, build), at, period, ARGV[2])
elseif begin and not present then
  meta.present = start(free(meta.previous, build), now, period, ARGV[2])
  state = 4
end
present = meta.present
local ready = present and intact(present)
local reply = { ready and state or 1, 0, 0 }
local previous = current(meta.previous) and intact(meta.previous) and meta.previous
for i = 6, #ARGV, 2 do
  local h1, h2 = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local known = previous and has(previous, h1, h2)
  local done = 0
  if ready and not (known and ARGV[5] == '1') then
    done = put(present, h1, h2, ARGV[2])
  end
  reply[#reply + 1] = (known and done == 1) and 0 or done
  if build then
    put(build, h1, h2, ARGV[2])
  end
end
if not present and not build then
  return reply
end
for _, layer in ipairs(ready and present.layers or {}) do
  reply[2], reply[3] = reply[2] + layer[5], reply[3] + layer[4]
end
redis.call('SET', KEYS[1], cjson.encode(meta), 'PX', ARGV[1])
outlive(meta, ARGV[1])
return reply

-- @include record.lua
-- Keep changes that are being written for longer.
--
-- KEYS[1]  dirty   hash  key -> what the source does not have yet
-- KEYS[2]  flight  zset  key -> ms until when whoever writes it has to show up
-- ARGV[1]  claim  of whoever writes
-- ARGV[2]  lease  ms from now
-- ARGV[3*] keys   of the changes
--
-- returns  how many are still claimed
local time = call('TIME')
local deadline = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]
local kept = 0
for i = 3, #ARGV do
  local record = call('HGET', KEYS[1], ARGV[i])
  if record then
    local _, _, _, _, claim = known(record)
    if claim == tonumber(ARGV[1]) then
      call('ZADD', KEYS[2], deadline, ARGV[i])
      kept = kept + 1
    end
  end
end
return kept

-- @include record.lua
-- Forget changes that the source has now.
--
-- KEYS[1]  dirty   hash  key -> what the source does not have yet
-- KEYS[2]  due     zset  key -> ms when it is to be written
-- KEYS[3]  flight  zset  key -> ms until when whoever writes it has to show up
-- ARGV[1]  claim  of whoever wrote them
-- ARGV[2]  delay  ms for which changes of a key are gathered
-- ARGV[3*] changes  key and version of each
--
-- returns  how many were forgotten
--
-- What changed meanwhile has another version and is due once it has waited. What others
-- have claimed is theirs.
local forgotten = 0
for i = 3, #ARGV, 2 do
  local record = call('HGET', KEYS[1], ARGV[i])
  if record then
    local _, version, attempts, first, claim = known(record)
    if claim == tonumber(ARGV[1]) then
      call('ZREM', KEYS[3], ARGV[i])
      if version == tonumber(ARGV[i + 1]) then
        call('HDEL', KEYS[1], ARGV[i])
        forgotten = forgotten + 1
      else
        call('HSET', KEYS[1], ARGV[i], changed(record, attempts, 0))
        call('ZADD', KEYS[2], first + ARGV[2], ARGV[i])
      end
    end
  end
end
return forgotten

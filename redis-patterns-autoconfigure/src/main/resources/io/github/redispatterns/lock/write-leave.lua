-- No longer wait to write.
--
-- KEYS[1]  owner    string  token and mode of who writes, or holds a mutex
-- KEYS[2]  intent   string  who waits to write
-- KEYS[3]  waiters  zset    instances that wait
-- ARGV[1]  value    of the caller
-- ARGV[2]  command  that tells readers
-- ARGV[3]  channel  where
-- ARGV[4]  topic    first line of the message
--
-- returns  1 readers may begin
--          0 another one waits to write
local call = redis.call
if call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
call('DEL', KEYS[2])
if call('EXISTS', KEYS[1]) == 0 and call('DEL', KEYS[3]) == 1 then
  call(ARGV[2], ARGV[3], ARGV[4] .. '\n')
end
return 1

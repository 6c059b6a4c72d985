-- Say what was said.
--
-- KEYS[1]  any  string  what to read
-- ARGV[1]  text
--
-- returns  { text }, or the value of the key for "read", or an error for "fail"
if ARGV[1] == 'fail' then
  return redis.error_reply('FAILED on purpose')
end
if ARGV[1] == 'read' then
  return { redis.call('GET', KEYS[1]) }
end
return { ARGV[1] }

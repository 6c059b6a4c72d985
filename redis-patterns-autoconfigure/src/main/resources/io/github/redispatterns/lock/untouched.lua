-- Tell whether nobody had a mutex after a holder who has it no more.
--
-- KEYS[1]  owner  string  token and mode of the holder
-- KEYS[2]  fence  string  fencing token that was given last
-- ARGV[1]  last  fencing token of that holder
--
-- returns  1 it is free and nobody had it since
--          0 somebody had it since or has it now, or it is unknown
if redis.call('EXISTS', KEYS[1]) == 0 and redis.call('GET', KEYS[2]) == ARGV[1] then
  return 1
end
return 0

-- Prove that this node takes writes, and tell its time.
--
-- KEYS[1]  probe  string  empty; lives one second
--
-- returns  ms since the epoch on this server
redis.call('SET', KEYS[1], '', 'PX', 1000)
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)

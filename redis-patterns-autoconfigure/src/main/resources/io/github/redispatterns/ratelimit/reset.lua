-- Forget all that is counted for one key of a policy.
--
-- KEYS[*]  tier and hold keys of the entity
--
-- returns  how many of the keys existed
local gone = 0
for i = 1, #KEYS do
  gone = gone + redis.call('UNLINK', KEYS[i])
end
return gone

-- Take items back whose time has come.
--
-- It comes after pool.lua, whose functions it calls.

-- Take back what was not renewed, and trust again what was suspect for long enough.
local function reclaim(keys, now, quarantine, retention)
  local past = string.format('%.0f', now)
  for _, token in ipairs(call('ZRANGE', keys.leased, '-inf', past, 'BYSCORE')) do
    local item = call('HGET', keys.holders, token)
    call('ZREM', keys.leased, token)
    call('HDEL', keys.holders, token)
    if item and quarantine > 0 then
      suspect(keys, item, now + quarantine, 'its lease ended', retention)
    elseif item then
      free(keys, item, now, retention)
    end
  end
  for _, item in ipairs(call('ZRANGE', keys.suspect, '-inf', past, 'BYSCORE')) do
    trust(keys, item)
    free(keys, item, now, retention)
  end
end

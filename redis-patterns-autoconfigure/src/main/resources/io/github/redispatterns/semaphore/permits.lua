-- Count permits; shared by those who take, renew and look.
--
-- A permit is a member of a sorted set: its token and, if it weighs more than one,
-- an asterisk and its weight. What all of them weigh beyond one each is kept as
-- 'extra' beside the limit, so that a look costs no walk over the holders.
local call = redis.call

local function clock()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function weight(member)
  return tonumber(string.match(member, '%*(%d+)$') or 1)
end

-- The limit in force: the highest version, of one version what an operator set,
-- otherwise the lowest. So it does not matter which instance came last.
local function limit(config, max, version, lease, retention)
  local known = call('HMGET', config, 'max', 'version', 'actor', 'extra')
  local theirs = tonumber(known[2] or -1)
  local extra = tonumber(known[4] or 0)
  if theirs < version or (theirs == version and not known[3] and tonumber(known[1]) > max) then
    call('HSET', config, 'max', max, 'version', version)
    call('HDEL', config, 'actor')
    if call('PTTL', config) < 3 * lease then
      call('PEXPIRE', config, 3 * lease)
    end
    return max, version, 0, extra
  end
  if known[3] and call('PTTL', config) < retention / 2 then
    call('PEXPIRE', config, retention)
  end
  return tonumber(known[1]), theirs, known[3] and 1 or 0, extra
end

-- Take back what was not renewed. Returns permits in use, and what of it is extra.
local function purge(permits, config, now, extra)
  local gone = call('ZRANGE', permits, '-inf', string.format('%.0f', now), 'BYSCORE')
  local left = extra
  for _, member in ipairs(gone) do
    call('ZREM', permits, member)
    left = left - weight(member) + 1
  end
  local holders = call('ZCARD', permits)
  if holders == 0 or left < 0 then
    left = 0
  end
  if left ~= extra then
    call('HSET', config, 'extra', left)
  end
  return holders + left, left
end

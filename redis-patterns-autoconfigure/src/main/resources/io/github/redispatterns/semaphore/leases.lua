-- Grant permits and keep them; shared by those who take and renew.
--
-- It comes after permits.lua, whose functions it calls.

-- Begin a lease. The limit outlives the permits, as it holds what they weigh.
local function keep(permits, config, lease, retention)
  if call('PTTL', permits) < 2 * lease then
    call('PEXPIRE', permits, 3 * lease)
    local actor = call('HEXISTS', config, 'actor')
    local ttl = (actor == 1) and math.max(retention, 3 * lease) or 3 * lease
    if call('PTTL', config) < ttl then
      call('PEXPIRE', config, ttl)
    end
  end
end

local function grant(permits, config, member, expiry, extra)
  local added = call('ZADD', permits, string.format('%.0f', expiry), member)
  local more = weight(member) - 1
  if added == 1 and more > 0 then
    call('HSET', config, 'extra', extra + more)
  end
end

-- Register who waits, and tell when a permit may be free without a signal.
local function await(permits, waiters, member, now, patience)
  if patience > 0 then
    call('ZADD', waiters, string.format('%.0f', now), member)
    call('PEXPIRE', waiters, patience)
  end
  local soonest = call('ZRANGE', permits, 0, 0, 'WITHSCORES')
  return soonest[2] and math.max(0, soonest[2] - now) or -1
end

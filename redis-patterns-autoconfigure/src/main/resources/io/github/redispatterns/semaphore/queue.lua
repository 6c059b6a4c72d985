-- Who is first in turn; shared by those who take in turn.
--
-- Whoever waits looks again every few seconds, and at once when something is free.

local function enqueue(queue, member, patience)
  if not call('ZSCORE', queue, member) then
    local last = call('ZRANGE', queue, -1, -1, 'WITHSCORES')
    call('ZADD', queue, (last[2] or 0) + 1, member)
  end
  call('PEXPIRE', queue, patience)
end

local function drop(queue, waiters, before)
  for _, member in ipairs(call('ZRANGE', waiters, '-inf', '(' .. string.format('%.0f', before), 'BYSCORE')) do
    call('ZREM', waiters, member)
    call('ZREM', queue, member)
  end
end

-- Find who is first. If enough is free for somebody else who does not take it, note
-- since when; after the claim time all who did not look since then are dropped at
-- once, so the delay does not grow with their number. Returns the first, and ms
-- until the offer to it ends.
local function first(queue, waiters, config, member, now, free, claim)
  local head = call('ZRANGE', queue, 0, 0)[1]
  if not head or head == member or free < weight(head) then
    call('HDEL', config, 'offered')
    return head, nil
  end
  local offer = call('HMGET', config, 'offered', 'since')
  local since = tonumber(offer[2] or now)
  if offer[1] == head and now - since >= claim then
    drop(queue, waiters, since)
    head = call('ZRANGE', queue, 0, 0)[1]
    offer[1] = nil
    if not head or head == member or free < weight(head) then
      call('HDEL', config, 'offered')
      return head, nil
    end
  end
  if offer[1] ~= head then
    call('HSET', config, 'offered', head, 'since', string.format('%.0f', now))
    since = now
  end
  return head, claim - (now - since)
end

-- The right to store what a load or a write brings.
--
-- Where there is no value its place holds the lease, so that one SET NX GET finds either.
-- A load of what is there has its lease beside it. A lease is a token of 16 bytes, and one
-- more once somebody waits for its end; '-' holds all loads off. A value is longer.
local call = redis.call

-- Tells whether what was read of a value's place, 18 bytes at least, is a lease.
local function lease(head)
  return type(head) == 'string' and (#head == 16 or #head == 17 or head == '-')
end

-- Takes the lease if nobody has it; returns who has, and where it is. What is there stays
-- as long as a lease beside it, so that everybody finds that, even if it is given to
-- nobody any more.
local function take(empty, value, beside, token, ms)
  if not empty then
    call('PEXPIRE', value, ms, 'GT')
  end
  local place = empty and value or beside
  return call('SET', place, token, 'NX', 'GET', 'PX', ms), place
end

-- Where a token has its lease, and the lease itself; nothing if it is gone.
local function claimed(value, beside, token)
  for _, place in ipairs({ value, beside }) do
    local head = redis.pcall('GETRANGE', place, 0, 17)
    if lease(head) and string.sub(head, 1, 16) == token then
      return place, head
    end
  end
end

-- Wakes whoever waits for the end of a lease.
local function signal(head, command, channel, topic)
  if lease(head) and #head == 17 then
    call(command, channel, topic .. '\n')
  end
end

-- Ends the lease beside a value that was written or deleted, and tells who waited for
-- that or for the one whose head was in the value's place.
local function revoke(head, beside, command, channel, topic)
  signal(head, command, channel, topic)
  signal(call('GETDEL', beside), command, channel, topic)
end

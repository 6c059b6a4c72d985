-- Changes of an entry that others hear of.

local call = redis.call

-- Takes from a load the right to store, and wakes whoever waits for it.
local function revoke(lease, holdOff, command, channel, topic)
  local held = call('GETDEL', lease)
  if held and #held == 17 then
    call(command, channel, topic .. '\n')
  end
  if holdOff ~= '0' then
    call('SET', lease, '-', 'PX', holdOff)
  end
end

-- Stores an envelope, or deletes the entry if there is none; 1 if there was one.
local function store(value, envelope, life)
  local was = call('EXISTS', value)
  if envelope == '' then
    call('DEL', value)
  else
    call('SET', value, envelope, 'PX', life)
  end
  return was
end

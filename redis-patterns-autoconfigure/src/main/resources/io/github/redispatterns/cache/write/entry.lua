-- @include ../lease.lua
-- Changes of an entry that others hear of.

-- Stores an envelope, or deletes the entry if there is none, and ends the leases of loads
-- and of other writes; 1 if there was an entry.
local function store(value, beside, envelope, life, holdOff, command, channel, topic)
  local head = redis.pcall('GETRANGE', value, 0, 17)
  if envelope ~= '' then
    call('SET', value, envelope, 'PX', life)
  elseif holdOff ~= '0' then
    call('SET', value, '-', 'PX', holdOff)
  else
    call('DEL', value)
  end
  revoke(head, beside, command, channel, topic)
  return (head == '' or lease(head)) and 0 or 1
end

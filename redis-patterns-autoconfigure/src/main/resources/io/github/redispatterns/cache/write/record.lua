-- What is known of a change that the source does not have yet, before its content.
local call = redis.call
local HEAD = '>BI8I4I8I8'

-- operation, version, attempts, ms when it began to wait, claim or 0
local function known(record)
  local operation, version, attempts, first, claim = struct.unpack(HEAD, record)
  return operation, version, attempts, first, claim
end

-- the same change with other attempts and another claim
local function changed(record, attempts, claim)
  local operation, version, _, first = struct.unpack(HEAD, record)
  return struct.pack(HEAD, operation, version, attempts, first, claim) .. string.sub(record, 30)
end

-- ms on the server's clock, and a number above all before, even if that clock goes back
local function tick(sequence)
  local time = call('TIME')
  local number = math.max((call('GET', sequence) or 0) + 1, time[1] * 1000000 + time[2])
  call('SET', sequence, string.format('%.0f', number), 'PX', 2592000000)
  return time[1] * 1000 + math.floor(time[2] / 1000), number
end

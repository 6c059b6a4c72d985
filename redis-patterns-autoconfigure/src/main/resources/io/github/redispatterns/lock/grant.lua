-- Take a mutex if it is free: KEYS[1] owner, KEYS[2] fence, ARGV as take.lua.
local call = redis.call

local function grant()
  local holder = call('SET', KEYS[1], ARGV[1], 'NX', 'GET', 'PX', ARGV[2])
  if holder and holder ~= ARGV[1] then
    return { call('PTTL', KEYS[1]), holder }
  end
  if holder then
    call('PEXPIRE', KEYS[1], ARGV[2])
    return { tonumber(call('GET', KEYS[2])) }
  end

  local epoch = ARGV[4]
  if epoch == '0' then
    local time = call('TIME')
    epoch = string.format('%.0f', time[1] * 1000000 + time[2])
  end
  local fence = tonumber(epoch)
  local last = call('SET', KEYS[2], epoch, 'GET', 'PX', ARGV[3])
  if last and tonumber(last) >= fence then
    fence = last + 1
    call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[3])
  end
  if epoch ~= ARGV[4] then
    return { fence, tonumber(epoch) }
  end
  return { fence }
end

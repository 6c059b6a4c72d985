-- @include tier-gcra.lua
-- @include tier-fixed.lua
-- @include tier-log.lua
-- @include tier-counter.lua
-- All tiers of a policy at once.
-- Tiers from ARGV, four values each, beginning at 'first'.
local function tiers(first)
  local all = {}
  for i = first, #ARGV, 4 do
    all[#all + 1] = { ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]) }
  end
  return all
end

-- Look at all tiers, whose keys begin after KEYS[skip]; take from all if all admit.
local function decide(all, skip, cost, taking, id)
  local states, admitted = {}, true
  for i, t in ipairs(all) do
    states[i] = look[t[1]](KEYS[skip + i], t, cost)
    admitted = admitted and states[i].retry == 0
  end
  local reply = {}
  for i, t in ipairs(all) do
    local s = states[i]
    if admitted and taking then
      take[t[1]](KEYS[skip + i], t, s, cost, id)
      s.left = s.left - cost
    end
    reply[#reply + 1], reply[#reply + 2], reply[#reply + 3] = s.retry, s.left, s.reset
  end
  return reply, admitted, states
end

-- Give back a hold, written as id:cost:till:till...
local function release(hold, all)
  local parts = {}
  for part in string.gmatch(hold, '[^:]+') do
    parts[#parts + 1] = part
  end
  for i, t in ipairs(all) do
    give[t[1]](KEYS[1 + i], t, tonumber(parts[2]), tonumber(parts[2 + i]), parts[1])
  end
end

-- @include growth.lua
-- Where a generation is started: in one of three slots.
local function start(slot, at, period, plan)
  local generation = { slot = slot, at = at, period = period, full = 0, layers = {} }
  redis.call('UNLINK', KEYS[slot])
  grow(generation, plan)
  return generation
end

-- three slots are enough for the present, the previous and the one that is being built
local function free(...)
  for slot = 2, 4 do
    local used = false
    for i = 1, select('#', ...) do
      local generation = select(i, ...)
      used = used or (generation and generation.slot == slot)
    end
    if not used then
      return slot
    end
  end
end

-- Batches of outcomes: texts of four counts, or arrays of them.
--
-- The order of calls inside a batch is not known, so a batch that is half outside of a count window
-- loses of each kind its share.
local function split(batch)
  local a, b, c, d = string.match(batch, '^(%d+):(%d+):(%d+):(%d+)$')
  return { tonumber(a), tonumber(b), tonumber(c), tonumber(d) }
end

local function total(batch)
  return batch[1] + batch[2] + batch[3] + batch[4]
end

local function add(sums, batch, sign)
  for i = 1, 4 do
    sums[i] = math.max(0, sums[i] + sign * batch[i])
  end
end

-- take calls out of a batch; what rounding leaves is taken from the first kinds
local function take(batch, calls)
  local taken, all, rest = {}, total(batch), calls
  for i = 1, 4 do
    taken[i] = math.floor(batch[i] * calls / all)
    rest = rest - taken[i]
  end
  for i = 1, 4 do
    local more = math.min(rest, batch[i] - taken[i])
    taken[i] = taken[i] + more
    rest = rest - more
  end
  add(batch, taken, -1)
  return taken
end

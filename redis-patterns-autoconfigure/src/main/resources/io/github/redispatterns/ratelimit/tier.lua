-- What every tier can do: be looked at, be taken from, be given back to.
--
-- A tier is { algorithm, a, b, c }:
--   g  GCRA                    parts per ms, parts per call, capacity in parts
--   f  fixed window            limit, period in ms, unused
--   l  sliding window (log)    limit, period in ms, unused
--   c  sliding window counter  limit, period in ms, unused
-- look  returns { retry, left, reset }: ms until the cost is admitted (0 now,
--       -1 never), calls left, ms until all of them are
-- take  writes; sets reset, and till: what give needs to know the charge again
-- give  returns a charge, never more than still counts
local clock = redis.call('TIME')
local us = clock[1] * 1000000 + clock[2]
local now = math.floor(us / 1000)
local look, take, give = {}, {}, {}

local function text(n)
  return string.format('%.0f', n)
end

-- Whether outcomes reach a threshold.
-- nil too few calls to tell, otherwise the threshold that is reached or ''
local function judge(sums, minimum, rule)
  local total = sums[1] + sums[2] + sums[3] + sums[4]
  if total < minimum then
    return nil
  elseif (sums[2] + sums[4]) * 100 >= rule.failures * total then
    return 'FAILURE_RATE'
  end
  return ((sums[3] + sums[4]) * 100 >= rule.slow * total) and 'SLOW_CALL_RATE' or ''
end

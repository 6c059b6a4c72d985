-- What a breaker is configured to do, from the arguments that are the same at every call.
--
-- They are, in this order:
-- lifetime of keys in ms, size of the window in calls or buckets, ms of a bucket or 0, minimum of calls,
-- failure rate, slow call rate, failing instances, wait in ms, its factor, its longest, its random part,
-- permitted probes, ms of patience with them or 0, automatic transition 0 or 1, name of the instance,
-- command, channel and topic of signals.
local function rules(first)
  local n = {}
  for i = first, first + 12 do
    n[#n + 1] = tonumber(ARGV[i])
  end
  return { lifetime = n[1], size = n[2], bucket = n[3], minimum = n[4], failures = n[5], slow = n[6],
    instances = n[7], wait = n[8], factor = n[9], longest = n[10], random = n[11], permitted = n[12],
    patience = n[13], automatic = ARGV[first + 13] == '1', origin = ARGV[first + 14],
    command = ARGV[first + 15], channel = ARGV[first + 16], topic = ARGV[first + 17] }
end

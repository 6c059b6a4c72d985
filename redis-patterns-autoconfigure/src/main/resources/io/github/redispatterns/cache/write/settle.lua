-- @include entry.lua
-- Change an entry after its source was written.
--
-- KEYS[1]  value  string  envelope and content of the entry, or the lease if there is none
-- KEYS[2]  lease  string  token of the load or write that may replace the value
-- ARGV[1]  token     of the write; empty if it has no right to store
-- ARGV[2]  envelope  of the entry, empty to delete it
-- ARGV[3]  life      ms until the entry goes away
-- ARGV[4]  holdOff   ms for which nothing that is loaded may be stored
-- ARGV[5]  news      channel
-- ARGV[6]  message   that names the key
-- ARGV[7]  command   that signals
-- ARGV[8]  channel   of signals
-- ARGV[9]  topic     of the entry's signals
--
-- returns  1  the value is stored; for a deletion: there was an entry
--          0  the entry is deleted; for a deletion: there was none
--
-- Writes that overlap may reach the source and the cache in different orders. Then none
-- of them holds the lease until its end, except one that another one follows: the last
-- to end deletes the entry, and the next read asks the source.
local mine = ARGV[1] ~= '' and claimed(KEYS[1], KEYS[2], ARGV[1])
local was = store(KEYS[1], KEYS[2], mine and ARGV[2] or '', ARGV[3], ARGV[4], ARGV[7], ARGV[8], ARGV[9])
call('PUBLISH', ARGV[5], ARGV[6])
if ARGV[2] == '' then
  return was
end
return mine and 1 or 0

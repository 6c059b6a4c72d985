-- @include included-one.lua
local two = one + 1

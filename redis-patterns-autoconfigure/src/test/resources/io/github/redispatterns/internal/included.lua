-- @include included-two.lua
-- @include included-three.lua
return two + three

package fence

import _ "unsafe" // want `unsafe is imported in memory.go, not in a \*_unsafe.go file`

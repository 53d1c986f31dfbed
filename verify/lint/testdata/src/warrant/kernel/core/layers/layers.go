// Package layers is a freestanding package.
package layers

import (
	_ "example.com/other" // want `kernel/core is freestanding and uses no other module`
	_ "fmt"               // want `kernel/core/layers may not import "fmt": kernel/core is freestanding and has no standard library`
	_ "net/http"          // want `no standard library`

	_ "warrant/kernel/core/narrow"
	_ "warrant/lib/wire"
	_ "warrant/verify/helper" // want `kernel/core may import from kernel/core, lib only`
)

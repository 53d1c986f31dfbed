// Package layers is a host package: the standard library and other modules are there, the kernel is not.
package layers

import (
	_ "example.com/other"
	_ "fmt"

	_ "warrant/kernel/core/layers" // want `verify/layers may not import "warrant/kernel/core/layers": verify may import from verify only`
	_ "warrant/lib/wire"           // want `verify may import from verify only`
	_ "warrant/verify/helper"
)

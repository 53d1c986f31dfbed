package layers_test

import (
	_ "testing"

	_ "warrant/kernel/core/layers"
	_ "warrant/verify/length" // want `kernel/core may import from kernel/core, lib only`
)

package layers

import (
	_ "testing"

	_ "warrant/kernel/arch/layers" // want `kernel/core may import from kernel/core, lib only`
	_ "warrant/verify/helper"
)

//go:build raced

package sys

import "warrant/kernel/core/memory"

// The overlay of TestRace gives package memory a hook.
func init() {
	races = true
	memory.Raced = func(a memory.PhysAddr, n int) {
		if racer != nil {
			racer(a, n)
		}
	}
}

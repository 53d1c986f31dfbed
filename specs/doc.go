// +gobra

// Package specs says what the system-call layer as a whole promises: the theorems TH-3 to TH-7 over the kernel's abstract state; see theorems.gobra
// and docs/theorems.md.
//
// It holds ghost members only: nothing of it is in a program. It may not look into a part of the kernel further than the part's own abstract value.
package specs

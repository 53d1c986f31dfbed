package prove

import "unsafe"

// reinterpret returns what from points to as a To. From and To have the same shape, so they have the same layout.
func reinterpret[To, From any](from *From) To {
	return *(*To)(unsafe.Pointer(from))
}

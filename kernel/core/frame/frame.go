// Package frame hands out page frames: each frame is free or has exactly one owner.
//
// It may not read or write memory: who takes a frame clears it, so that nothing of the last owner is left.
package frame

import (
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
)

// Owner says whose a frame is. Invariant: FR-1, a frame has one owner.
type Owner uint8

// The owners. OwnerOf answers the owner that is a process.
const (
	// Unmanaged frames are not RAM, or belong to the firmware, the kernel's image or the boot module.
	Unmanaged Owner = iota
	// Free frames can be taken.
	Free
	// firstProcess is the owner that is process 0.
	firstProcess
)

// OwnerOf answers the owner that is process p. Precondition: p < limits.Processes.
func OwnerOf(p uint32) (o Owner) {
	return firstProcess + Owner(p)
}

// Allocator knows the owner of every frame. The zero value manages none. The free frames are spare[0..count).
type Allocator struct {
	owner [limits.Frames]Owner
	spare [limits.Frames]memory.Frame
	count uint32
	total uint32
}

// Add makes n frames from first on free. Frames at or above limits.Frames, frame 0, and frames that are managed already are left out.
func (a *Allocator) Add(first memory.Frame, n uint32) {
	for i := uint32(0); i < n; i++ {
		f := uint64(first) + uint64(i)
		if f >= limits.Frames {
			return
		}
		if f == 0 || a.owner[f] != Unmanaged {
			continue
		}
		a.owner[f] = Free
		a.spare[a.count] = memory.Frame(f)
		a.count = a.count + 1
		a.total = a.total + 1
	}
}

// Take gives a frame to o. It fails when none is free. Precondition: o is a process.
func (a *Allocator) Take(o Owner) (f memory.Frame, ok bool) {
	if a.count == 0 {
		return memory.NoFrame, false
	}
	a.count = a.count - 1
	f = a.spare[a.count]
	a.owner[f] = o
	return f, true
}

// Give makes f free again. It fails, and changes nothing, when f is not o's.
func (a *Allocator) Give(f memory.Frame, o Owner) (ok bool) {
	if f >= limits.Frames || o == Free || o == Unmanaged {
		return false
	}
	if a.owner[f] != o {
		return false
	}
	a.owner[f] = Free
	a.spare[a.count] = f
	a.count = a.count + 1
	return true
}

// Owner answers whose frame f is.
func (a *Allocator) Owner(f memory.Frame) (o Owner) {
	if f >= limits.Frames {
		return Unmanaged
	}
	return a.owner[f]
}

// Available answers the number of free frames.
func (a *Allocator) Available() (n uint32) {
	return a.count
}

// Total answers the number of managed frames.
func (a *Allocator) Total() (n uint32) {
	return a.total
}

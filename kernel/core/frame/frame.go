// +gobra

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

// The owners. OwnerOf answers the owner that is a process, OwnerOfObject the one that is a memory object.
const (
	// Unmanaged frames are not RAM, or belong to the firmware, the kernel's image or the boot module.
	Unmanaged Owner = iota
	// Free frames can be taken.
	Free
	// firstProcess is the owner that is process 0.
	firstProcess
)

// @ requires 0 <= p && p < limits.Processes
// @ ensures  o == ProcessOwner(p) && IsHolder(o)
// @ decreases

// OwnerOf answers the owner that is process p. Precondition: p < limits.Processes.
func OwnerOf(p uint32) (o Owner) {
	return firstProcess + Owner(p)
}

// @ requires 0 <= o && o < limits.MemoryObjects
// @ ensures  res == ObjectOwner(o) && IsHolder(res)
// @ decreases

// OwnerOfObject answers the owner that is memory object o. Precondition: o < limits.MemoryObjects.
func OwnerOfObject(o uint32) (res Owner) {
	return firstProcess + limits.Processes + Owner(o)
}

// Allocator knows the owner of every frame. The zero value manages none. The free frames are spare[0..count).
type Allocator struct {
	owner [limits.Frames]Owner
	spare [limits.Frames]memory.Frame
	count uint32
	total uint32
}

// @ preserves a.Mem()
// @ requires  0 <= first && 0 <= n
// @ ensures   len(a.View().Owner) == limits.Frames
// @ ensures   forall f int :: { a.View().Owner[f] } 0 <= f && f < limits.Frames ==>
// @ 	a.View().Owner[f] == Added(old(a.View()).Owner[f], f, int(first), int(n))
// @ decreases

// Add makes n frames from first on free. Frames at or above limits.Frames, frame 0, and frames that are managed already are left out. It is a
// function of its own for the compiler too, since its loop is most of the boot: inlined, it would form two addresses in each round.
//
//go:noinline
func (a *Allocator) Add(first memory.Frame, n uint32) {
	begin, end := uint64(first), uint64(first)+uint64(n)
	if begin == 0 {
		begin = 1
	}
	if end > limits.Frames {
		end = limits.Frames
	}
	// @ unfold a.Mem()
	count := uint64(a.count)
	// @ ghost was, owners, from, others := seq(a.owner), seq(a.owner), a.count, int(a.total) - int(a.count)
	// @ invariant acc(a) && seq(a.owner) == owners && a.count == from && int(a.total) == int(from) + others
	// @ invariant begin <= f && int(from) <= int(count)
	// @ invariant Inv(View{owners, seq(a.spare), int(count), int(count) + others})
	// @ invariant forall g int :: { owners[g] } 0 <= g && g < limits.Frames ==>
	// @ 	owners[g] == (g < int(f) ? Added(was[g], g, int(first), int(n)) : was[g])
	// @ decreases end - f
	for f := begin; f < end; f++ {
		if a.owner[f] == Unmanaged {
			// @ NotAll(owners, int(f), limits.Frames)
			// @ CountAt(owners, int(f), Free, limits.Frames)
			// @ ghost spare := seq(a.spare)
			a.owner[f] = Free
			a.spare[count] = memory.Frame(f)
			// @ assert seq(a.spare) == spare[int(count) = memory.Frame(f)]
			// @ ghost owners = owners[int(f) = Free]
			// @ assert seq(a.owner) == owners
			count++
		}
	}
	a.total = a.total + (uint32(count) - a.count)
	a.count = uint32(count)
	// @ fold a.Mem()
}

// @ preserves a.Mem()
// @ requires  IsHolder(o)
// @ ensures   ok == (old(a.View()).Count > 0)
// @ ensures   ok ==> 0 < f && f < limits.Frames && old(a.View()).Owner[int(f)] == Free
// @ ensures   ok ==> a.View().Owner == old(a.View()).Owner[int(f) = o] && a.View().Count == old(a.View()).Count - 1
// @ ensures   !ok ==> f == memory.NoFrame && a.View() === old(a.View())
// @ ensures   a.View().Total == old(a.View()).Total
// @ decreases

// Take gives a frame to o. It fails when none is free. Precondition: o is a process or a memory object.
func (a *Allocator) Take(o Owner) (f memory.Frame, ok bool) {
	// @ unfold a.Mem()
	if a.count == 0 {
		// @ fold a.Mem()
		return memory.NoFrame, false
	}
	a.count = a.count - 1
	f = a.spare[a.count]
	// @ ghost owners := seq(a.owner)
	a.owner[f] = o
	// @ assert seq(a.owner) == owners[int(f) = o]
	// @ CountAt(owners, int(f), o, limits.Frames)
	// @ fold a.Mem()
	return f, true
}

// @ preserves a.Mem()
// @ requires  0 <= f && 0 <= o
// @ ensures   ok == (f < limits.Frames && IsHolder(o) && old(a.View()).Owner[int(f)] == o)
// @ ensures   ok ==> a.View().Owner == old(a.View()).Owner[int(f) = Free] && a.View().Count == old(a.View()).Count + 1
// @ ensures   !ok ==> a.View() === old(a.View())
// @ ensures   a.View().Total == old(a.View()).Total
// @ decreases

// Give makes f free again. It fails, and changes nothing, when f is not o's.
func (a *Allocator) Give(f memory.Frame, o Owner) (ok bool) {
	if f >= limits.Frames || o == Free || o == Unmanaged {
		return false
	}
	// @ unfold a.Mem()
	// @ ghost owners := seq(a.owner)
	if a.owner[f] != o {
		// @ fold a.Mem()
		return false
	}
	// @ NotAll(owners, int(f), limits.Frames)
	a.owner[f] = Free
	// @ assert seq(a.owner) == owners[int(f) = Free]
	// @ CountAt(owners, int(f), Free, limits.Frames)
	// @ ghost spare := seq(a.spare)
	a.spare[a.count] = f
	// @ assert seq(a.spare) == spare[int(a.count) = f]
	a.count = a.count + 1
	// @ fold a.Mem()
	return true
}

// @ preserves acc(a.Mem(), 1/2)
// @ requires  0 <= f
// @ ensures   o == (f < limits.Frames ? a.View().Owner[int(f)] : Unmanaged)
// @ decreases

// Owner answers whose frame f is.
func (a *Allocator) Owner(f memory.Frame) (o Owner) {
	if f >= limits.Frames {
		return Unmanaged
	}
	// @ unfold acc(a.Mem(), 1/2)
	// @ defer fold acc(a.Mem(), 1/2)
	return a.owner[f]
}

// @ preserves acc(a.Mem(), 1/2)
// @ ensures   int(n) == a.View().Count
// @ decreases

// Available answers the number of free frames.
func (a *Allocator) Available() (n uint32) {
	// @ unfold acc(a.Mem(), 1/2)
	// @ defer fold acc(a.Mem(), 1/2)
	return a.count
}

// @ preserves acc(a.Mem(), 1/2)
// @ ensures   int(n) == a.View().Total
// @ decreases

// Total answers the number of managed frames.
func (a *Allocator) Total() (n uint32) {
	// @ unfold acc(a.Mem(), 1/2)
	// @ defer fold acc(a.Mem(), 1/2)
	return a.total
}

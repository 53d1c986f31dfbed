package bmc

import (
	"go/types"
	"slices"

	"warrant/verify/smt"
)

// sizeClasses are the allocation sizes of the gc toolchain's runtime, in bytes (runtime/sizeclasses.go).
var sizeClasses = []uint64{8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
	384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456,
	4096, 4864, 5120, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072,
	20480, 21760, 24576, 27264, 28672, 32768}

// stackBuffer is the size in bytes of the buffers on the stack that the gc compiler may use for short-lived slices.
const stackBuffer = 32

// roundUp returns the number of bytes that the gc runtime allocates for size bytes without pointers.
func roundUp(size uint64) uint64 {
	if i, _ := slices.BinarySearch(sizeClasses, size); i < len(sizeClasses) {
		return sizeClasses[i]
	}
	const page = 8192
	return (size + page - 1) / page * page
}

// runtimeGrowth returns the capacity that the gc runtime gives a slice of elements of size bytes that had capacity old and
// needs needed, when the new array is on the heap.
func runtimeGrowth(needed, old, size uint64) uint64 {
	const threshold = 256
	grown := old
	switch {
	case needed > 2*old:
		grown = needed
	case old < threshold:
		grown = 2 * old
	default:
		for grown < needed {
			grown += (grown + 3*threshold) / 4
		}
	}
	return roundUp(grown*size) / size
}

// grownCapacity returns the capacity of the new backing array of an append. The language leaves it open and the gc
// compiler chooses it by more than the runtime's formula, so it is any number from needed to the largest that the
// toolchain could choose; what the formula gives is noted as the preference of counterexamples.
func (e *engine) grownCapacity(f *frame, needed, old *smt.Term, elem types.Type, extent uint64) *smt.Term {
	size := uint64(e.prog.sizes.Sizeof(elem))
	if size == 0 {
		return needed
	}
	n, constantNeed := needed.Word()
	o, constantOld := old.Word()
	_, mostOld := old.Range()
	mostOld = min(mostOld, extent)
	largest := max(runtimeGrowth(extent, mostOld, size), runtimeGrowth(extent, 0, size), 2*mostOld, stackBuffer/size)
	largest = max(min(largest, uint64(e.bounds.Cells)), extent)
	if e.bounds.RuntimeGrowth || e.initialising > 0 {
		if constantNeed && constantOld {
			return e.word(min(max(runtimeGrowth(n, o, size), n), largest))
		}
		return e.formulaGrowth(needed, old, size, extent, mostOld, largest)
	}
	capacity := e.anyWordUpTo("capacity", largest)
	capacity = e.b.Ite(e.b.BvUlt(capacity, needed), needed, capacity)
	e.growth = append(e.growth, e.b.Or(e.b.Not(f.now.path.full),
		e.b.Eq(capacity, e.formulaGrowth(needed, old, size, extent, mostOld, largest))))
	return capacity
}

// formulaGrowth is runtimeGrowth as a term: a choice among its values for each pair of need and old capacity where they
// are few, and the need itself elsewhere.
func (e *engine) formulaGrowth(needed, old *smt.Term, size, extent, mostOld, largest uint64) *smt.Term {
	lowNeed, highNeed := needed.Range()
	lowOld, highOld := old.Range()
	highNeed, highOld = min(highNeed, extent), min(highOld, mostOld)
	const manyPairs = 4096
	if (highNeed-lowNeed+1)*(highOld-lowOld+1) > manyPairs {
		return needed
	}
	result := needed
	for o := lowOld; o <= highOld; o++ {
		row := needed
		for n := max(lowNeed, o+1); n <= highNeed; n++ {
			row = e.b.Ite(e.b.Eq(needed, e.word(n)), e.word(min(runtimeGrowth(n, o, size), largest)), row)
		}
		result = e.b.Ite(e.b.Eq(old, e.word(o)), row, result)
	}
	return e.b.Ite(e.b.BvUlt(e.word(largest), result), e.word(largest), result)
}

// anyWordUpTo returns an arbitrary unsigned word of 64 bits that is at most largest and shows it in its range.
func (e *engine) anyWordUpTo(name string, largest uint64) *smt.Term {
	width := 1
	for largest>>width != 0 {
		width++
	}
	fresh := e.b.ZeroExtend(e.b.Fresh(name, smt.BitVec(width)), 64)
	limit := e.word(largest)
	return e.b.Ite(e.b.BvUlt(limit, fresh), limit, fresh)
}

// conversionCapacity returns the capacity of a slice made from a string of the given length in elements of size bytes.
func (e *engine) conversionCapacity(length *smt.Term, size uint64) *smt.Term {
	if e.bounds.RuntimeGrowth || e.initialising > 0 {
		return length
	}
	_, most := length.Range()
	largest := min(max(roundUp(most*size), stackBuffer)/size, uint64(e.bounds.Cells))
	capacity := e.anyWordUpTo("capacity", max(largest, most))
	return e.b.Ite(e.b.BvUlt(capacity, length), length, capacity)
}

// assume makes cond a premise, on the path of s, of everything after it.
func (e *engine) assume(s state, cond *smt.Term) {
	holds := e.b.Or(e.b.Not(s.path.full), cond)
	if !holds.IsTrue() {
		e.assumptions = append(e.assumptions, assumption{order: e.nextOrder(), holds: holds})
	}
}

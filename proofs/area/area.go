// Package area has the bounded proofs of kernel/core/area: what is added overlaps nothing, and what is found is free.
//
// Only gosure prove runs these functions. The package may not be imported.
package area

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/area"
	"warrant/kernel/limits"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

const (
	bottom = uint64(abi.MapBase)
	top    = uint64(abi.MapTop)
	page   = uint64(abi.PageSize)
	window = (top - bottom) / page
)

// table is area.Table with its fields in reach.
type table struct {
	places [limits.Areas]area.Area
	high   uint32
}

// anyTable returns any table of areas in the first n places: whole pages inside the window, which need not be apart.
func anyTable(n int) (t table) {
	for i := range n {
		first, pages := prove.Any[uint32](), prove.Any[uint32]()
		prove.Assume(uint64(first) < window && pages > 0 && uint64(pages) <= window-uint64(first))
		if prove.Any[bool]() {
			t.places[i] = area.Area{Kind: area.Anonymous, Base: bottom + uint64(first)*page, Pages: pages}
			t.high = uint32(i) + 1
		}
	}
	if more := prove.Any[uint32](); t.high < more && more <= limits.Areas {
		t.high = more
	}
	return t
}

// apart says that a has no address in [base, base+size).
func apart(a area.Area, base, size uint64) bool {
	return logic.Any(a.Kind == area.None, a.Base >= base+size, a.Base+uint64(a.Pages)*page <= base)
}

// ProofAdd: what is added is inside the window, of whole pages, and apart from every other area, of which k is any; and it changes no other
// place. A refusal changes nothing.
func ProofAdd() {
	before, k := anyTable(limits.Areas), prove.Any[uint32]()%limits.Areas
	t := prove.Reshape[area.Table](before)
	a := area.Area{Kind: area.Kind(prove.Any[uint8]()), Base: prove.Any[uint64](), Pages: prove.Any[uint32](), Cap: prove.Any[uint32]()}
	i, ok := t.Add(a)
	after := prove.Reshape[table](t)
	prove.Cover(ok && a.Base+uint64(a.Pages)*page == top, "up to the end of the window")
	prove.Cover(!ok && a.Base > ^uint64(0)-page, "an address that wraps")
	if !ok {
		prove.Assert(after == before && i == 0)
		return
	}
	prove.Assert(i < limits.Areas && before.places[i].Kind == area.None && after.places[i] == a)
	prove.Assert(k == i || after.places[k] == before.places[k])
	prove.Assert(a.Kind != area.None && a.Pages > 0 && a.Base%page == 0 && a.Base >= bottom && a.Base < top && uint64(a.Pages)*page <= top-a.Base)
	prove.Assert(apart(before.places[k], a.Base, uint64(a.Pages)*page))
}

// ProofAddTwin claims that an area can stand in for another one that begins where it does.
func ProofAddTwin() {
	var t area.Table
	t.Add(area.Area{Kind: area.Anonymous, Base: bottom, Pages: 1})
	_, ok := t.Add(area.Area{Kind: area.Anonymous, Base: bottom + uint64(prove.Any[uint8]())*page, Pages: 1})
	prove.Assert(ok)
}

// areas is the number of areas between which a place is looked for.
const areas = 2

// ProofPlace: the place that is found is inside the window and free, and no lower address, of which any is looked at, is; and if none is found,
// none is free.
func ProofPlace() {
	before := anyTable(areas)
	t := prove.Reshape[area.Table](before)
	pages := prove.Any[uint32]()
	prove.Assume(pages > 0)
	size := uint64(pages) * page
	base, ok := t.Place(pages)
	prove.Cover(ok && base > bottom && base+size == top, "the last gap")
	prove.Cover(!ok && uint64(pages) < window/2, "no gap")
	free := func(base uint64) bool {
		result := logic.All(base >= bottom, base < top, base+size <= top)
		for i := range areas {
			result = logic.All(result, apart(before.places[i], base, size))
		}
		return result
	}
	other := bottom + prove.Any[uint64]()%(window*page)
	prove.Assert(!ok || free(base) && base%page == 0)
	prove.Assert(logic.Implies(!ok || other < base, !free(other)))
	prove.Assert(prove.Reshape[table](t) == before)
}

// ProofPlaceTwin claims that what is found stands behind all areas.
func ProofPlaceTwin() {
	before := anyTable(1)
	t := prove.Reshape[area.Table](before)
	base, ok := t.Place(1)
	prove.Assert(!ok || base >= before.places[0].Base)
}

// ProofHolding: the area that is found contains every address of the range, of which any is looked at, and if none is found, area k, which is
// any, does not.
func ProofHolding() {
	before, k := anyTable(limits.Areas), prove.Any[uint32]()%limits.Areas
	t := prove.Reshape[area.Table](before)
	base, pages := prove.Any[uint64](), prove.Any[uint32]()
	prove.Assume(pages > 0)
	i, ok := t.Holding(base, pages)
	prove.Cover(ok && base%page == 1)
	prove.Cover(!ok && base > ^uint64(0)-page, "a range that wraps")
	holds := func(a area.Area) bool {
		end := a.Base + uint64(a.Pages)*page
		return logic.All(a.Kind != area.None, a.Base <= base, base < end, uint64(pages)*page <= end-base)
	}
	prove.Assert(!ok || i < limits.Areas && holds(before.places[i%limits.Areas]))
	prove.Assert(logic.Implies(!ok, !holds(before.places[k])))
}

// ProofHoldingTwin claims that the first address is enough.
func ProofHoldingTwin() {
	before := anyTable(1)
	t := prove.Reshape[area.Table](before)
	base, pages := prove.Any[uint64](), prove.Any[uint32]()
	prove.Assume(pages > 0)
	_, ok := t.Holding(base, pages)
	a := before.places[0]
	prove.Assert(ok == (a.Kind != area.None && a.Base <= base && base-a.Base < uint64(a.Pages)*page))
}

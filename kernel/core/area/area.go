// +gobra

// Package area is the list of address ranges that one process has reserved or mapped beside its image.
//
// The ranges are whole pages of [abi.MapBase, abi.MapTop), and no two overlap. The package may not map anything, and it does not count for the
// ledger of virtual pages.
package area

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

// Kind says what an area is.
type Kind uint8

// The kinds of areas.
const (
	// None: the place is free.
	None Kind = iota
	// Anonymous: reserved addresses; memory comes by commit.
	Anonymous
	// Object: pages of a memory object.
	Object
)

// Area is one range.
type Area struct {
	Kind Kind
	// Base is the address of the first page, in bytes.
	Base uint64
	// Pages is the length, in pages; never 0 but in a free place.
	Pages uint32
	// Object, Cap and First are the memory object, the id of the capability that mapped it, and the object's page at Base, when Kind is Object.
	Object uint32
	Cap    uint32
	First  uint32
	// Writable says that the process may write there.
	Writable bool
	// View says that the process came to the object by a view, not as its owner.
	View bool
}

// End answers the first address behind a. Precondition: a is inside [abi.MapBase, abi.MapTop).
func (a Area) End() (address uint64) {
	return a.Base + uint64(a.Pages)*abi.PageSize
}

// Table holds the areas of one process. The zero value is empty.
type Table struct {
	places [limits.Areas]Area
}

// Place answers the lowest address at which that many pages are free. It fails when there is no such address. Precondition: pages > 0.
func (t *Table) Place(pages uint32) (base uint64, ok bool) {
	size := uint64(pages) * abi.PageSize
	base = uint64(abi.MapBase)
	for base+size <= uint64(abi.MapTop) {
		i := t.overlapping(base, size)
		if i == limits.Areas {
			return base, true
		}
		base = t.places[i].End()
	}
	return 0, false
}

// overlapping answers the first area that shares an address with [base, base+size), or limits.Areas when none does.
func (t *Table) overlapping(base uint64, size uint64) (i uint32) {
	for i = 0; i < limits.Areas; i++ {
		if t.places[i].Kind != None && t.places[i].Base < base+size && base < t.places[i].End() {
			return i
		}
	}
	return i
}

// vacant answers the first free place, or limits.Areas when there is none.
func (t *Table) vacant() (i uint32) {
	for i = 0; i < limits.Areas; i++ {
		if t.places[i].Kind == None {
			return i
		}
	}
	return i
}

// fits says that a is an area of whole pages inside the window.
func fits(a Area) (ok bool) {
	return a.Kind != None && a.Pages > 0 && a.Base%abi.PageSize == 0 && a.Base >= uint64(abi.MapBase) && a.Base < uint64(abi.MapTop) &&
		uint64(a.Pages)*abi.PageSize <= uint64(abi.MapTop)-a.Base
}

// Add puts a into a free place. It fails, and changes nothing, when a is not of whole pages inside the window, shares a page with
// another area, or there is no place.
func (t *Table) Add(a Area) (i uint32, ok bool) {
	if !fits(a) || t.overlapping(a.Base, uint64(a.Pages)*abi.PageSize) != limits.Areas {
		return 0, false
	}
	i = t.vacant()
	if i == limits.Areas {
		return 0, false
	}
	t.places[i] = a
	return i, true
}

// Remove takes the area at place i out. It fails, and changes nothing, when there is none.
func (t *Table) Remove(i uint32) (a Area, ok bool) {
	if i >= limits.Areas || t.places[i].Kind == None {
		return Area{}, false
	}
	a = t.places[i]
	t.places[i] = Area{}
	return a, true
}

// At answers the area at place i, or one of kind None. Precondition: i < limits.Areas.
func (t *Table) At(i uint32) (a Area) {
	return t.places[i]
}

// StartingAt answers the place of the area whose first address is base. It fails when there is none.
func (t *Table) StartingAt(base uint64) (i uint32, ok bool) {
	for i = 0; i < limits.Areas; i++ {
		if t.places[i].Kind != None && t.places[i].Base == base {
			return i, true
		}
	}
	return 0, false
}

// Holding answers the place of the area that contains all addresses from base on for that many pages. It fails when there is none.
// Precondition: pages > 0.
func (t *Table) Holding(base uint64, pages uint32) (i uint32, ok bool) {
	if base >= uint64(abi.MapTop) {
		return 0, false
	}
	end := base + uint64(pages)*abi.PageSize
	for i = 0; i < limits.Areas; i++ {
		if t.places[i].Kind != None && t.places[i].Base <= base && end <= t.places[i].End() {
			return i, true
		}
	}
	return 0, false
}

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

// @ requires 0 <= a.Base && a.Base <= uint64(abi.MapTop) && 0 <= a.Pages && a.Pages <= 4294967295
// @ ensures  int(address) == Behind(a)
// @ decreases

// End answers the first address behind a. Precondition: a begins below abi.MapTop.
func (a Area) End() (address uint64) {
	return a.Base + uint64(a.Pages)*abi.PageSize
}

// Table holds the areas of one process. The zero value is empty.
type Table struct {
	places [limits.Areas]Area
	high   uint32 // the places from here on are free
}

// @ preserves acc(t.Mem(), 1/2)
// @ requires  0 < pages && pages <= 4294967295
// @ ensures   ok ==> uint64(abi.MapBase) <= base && int(base) + int(pages) * abi.PageSize <= int(uint64(abi.MapTop)) && base % abi.PageSize == 0
// @ ensures   ok ==> FreeAt(t.View(), int(base), int(pages))
// @ ensures   ok ==> forall b int :: { FreeAt(t.View(), b, int(pages)) } int(uint64(abi.MapBase)) <= b && b < int(base) ==>
// @	!FreeAt(t.View(), b, int(pages))
// @ ensures   !ok ==> base == 0 && (forall b int :: { FreeAt(t.View(), b, int(pages)) } int(uint64(abi.MapBase)) <= b &&
// @	b + int(pages) * abi.PageSize <= int(uint64(abi.MapTop)) ==>
// @	!FreeAt(t.View(), b, int(pages)))
// @ decreases

// Place answers the lowest address at which that many pages are free. It fails when there is no such address. Precondition: pages > 0.
func (t *Table) Place(pages uint32) (base uint64, ok bool) {
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	size := uint64(pages) * abi.PageSize
	base = uint64(abi.MapBase)
	// @ invariant acc(t, 1/2) && Inv(seq(t.places)) && Vacant(seq(t.places), t.high) && size == uint64(pages) * abi.PageSize
	// @ invariant uint64(abi.MapBase) <= base && base <= uint64(abi.MapTop) && base % abi.PageSize == 0
	// @ invariant forall b int :: { FreeAt(seq(t.places), b, int(pages)) } int(uint64(abi.MapBase)) <= b && b < int(base) ==>
	// @	!FreeAt(seq(t.places), b, int(pages))
	// @ decreases uint64(abi.MapTop) - base
	for base+size <= uint64(abi.MapTop) {
		i := t.overlapping(base, size)
		if i == limits.Areas {
			return base, true
		}
		// @ NotFree(seq(t.places), int(i), int(base), int(pages))
		base = t.places[i].End()
	}
	return 0, false
}

// @ preserves acc(t, 1/4)
// @ requires  Inv(seq(t.places)) && Vacant(seq(t.places), t.high) && 0 <= base && base <= uint64(abi.MapTop) && 0 < size && size <= 17592186044416
// @ ensures   0 <= i && i <= limits.Areas
// @ ensures   i < limits.Areas ==> !Apart(t.places[i], int(base), int(size))
// @ ensures   i == limits.Areas ==> forall k int :: { seq(t.places)[k] } 0 <= k && k < limits.Areas ==> Apart(seq(t.places)[k], int(base), int(size))
// @ decreases

// overlapping answers the first area that shares an address with [base, base+size), or limits.Areas when none does.
func (t *Table) overlapping(base uint64, size uint64) (i uint32) {
	// @ invariant acc(t, 1/4) && Inv(seq(t.places)) && Vacant(seq(t.places), t.high) && 0 <= i && i <= t.high
	// @ invariant forall k int :: { seq(t.places)[k] } 0 <= k && k < int(i) ==> Apart(seq(t.places)[k], int(base), int(size))
	// @ decreases t.high - i
	for i = 0; i < t.high; i++ {
		// @ assert seq(t.places)[int(i)] == t.places[i]
		if t.places[i].Kind != None && t.places[i].Base < base+size && base < t.places[i].End() {
			return i
		}
	}
	return limits.Areas
}

// @ preserves acc(t, 1/4)
// @ requires  Vacant(seq(t.places), t.high)
// @ ensures   0 <= i && i <= t.high
// @ ensures   i < limits.Areas ==> t.places[i].Kind == None
// @ ensures   i == limits.Areas ==> Used(seq(t.places), limits.Areas) == limits.Areas
// @ decreases

// vacant answers the first free place, or limits.Areas when there is none.
func (t *Table) vacant() (i uint32) {
	// @ invariant acc(t, 1/4) && Vacant(seq(t.places), t.high) && 0 <= i && i <= t.high && Used(seq(t.places), int(i)) == int(i)
	// @ decreases t.high - i
	for i = 0; i < t.high; i++ {
		// @ assert seq(t.places)[int(i)] == t.places[i]
		if t.places[i].Kind == None {
			return i
		}
	}
	return i
}

// @ requires 0 <= a.Base && a.Base <= 18446744073709551615 && 0 <= a.Pages && a.Pages <= 4294967295
// @ ensures  ok == Fits(a)
// @ decreases

// fits says that a is an area of whole pages inside the window.
func fits(a Area) (ok bool) {
	return a.Kind != None && a.Pages > 0 && a.Base%abi.PageSize == 0 && a.Base >= uint64(abi.MapBase) && a.Base < uint64(abi.MapTop) &&
		uint64(a.Pages)*abi.PageSize <= uint64(abi.MapTop)-a.Base
}

// @ preserves t.Mem()
// @ requires  0 <= a.Base && a.Base <= 18446744073709551615 && 0 <= a.Pages && a.Pages <= 4294967295
// @ ensures   ok == (Fits(a) && FreeAt(old(t.View()), int(a.Base), int(a.Pages)) && Used(old(t.View()), limits.Areas) < limits.Areas)
// @ ensures   ok ==> 0 <= i && i < limits.Areas && old(t.View())[int(i)].Kind == None && t.View() == old(t.View())[int(i) = a]
// @ ensures   !ok ==> i == 0 && t.View() == old(t.View())
// @ decreases

// Add puts a into a free place. It fails, and changes nothing, when a is not of whole pages inside the window, shares a page with
// another area, or there is no place.
func (t *Table) Add(a Area) (i uint32, ok bool) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	if !fits(a) || t.overlapping(a.Base, uint64(a.Pages)*abi.PageSize) != limits.Areas {
		return 0, false
	}
	i = t.vacant()
	if i == limits.Areas {
		return 0, false
	}
	// @ ghost prev := seq(t.places)
	// @ UsedLess(prev, int(i), limits.Areas)
	t.places[i] = a
	if i == t.high {
		t.high = i + 1
	}
	// @ assert seq(t.places) == prev[int(i) = a]
	return i, true
}

// @ preserves t.Mem()
// @ requires  0 <= i
// @ ensures   ok == (i < limits.Areas && old(t.View())[int(i)].Kind != None)
// @ ensures   ok ==> a == old(t.View())[int(i)] && t.View() == old(t.View())[int(i) = Area{}]
// @ ensures   !ok ==> a == Area{} && t.View() == old(t.View())
// @ decreases

// Remove takes the area at place i out. It fails, and changes nothing, when there is none.
func (t *Table) Remove(i uint32) (a Area, ok bool) {
	// @ unfold t.Mem()
	// @ defer fold t.Mem()
	if i >= limits.Areas || t.places[i].Kind == None {
		return Area{}, false
	}
	a = t.places[i]
	// @ ghost prev := seq(t.places)
	t.places[i] = Area{}
	if i+1 == t.high {
		t.high = i
	}
	// @ assert seq(t.places) == prev[int(i) = Area{}]
	return a, true
}

// @ preserves acc(t.Mem(), 1/2)
// @ requires  0 <= i && i < limits.Areas
// @ ensures   a == t.View()[int(i)]
// @ decreases

// At answers the area at place i, or one of kind None. Precondition: i < limits.Areas.
func (t *Table) At(i uint32) (a Area) {
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	return t.places[i]
}

// @ preserves acc(t.Mem(), 1/2)
// @ requires  0 <= base
// @ ensures   ok ==> 0 <= i && i < limits.Areas && t.View()[int(i)].Kind != None && t.View()[int(i)].Base == base
// @ ensures   !ok ==> i == 0
// @ ensures   !ok ==> forall k int :: { t.View()[k] } 0 <= k && k < limits.Areas && t.View()[k].Kind != None ==> t.View()[k].Base != base
// @ decreases

// StartingAt answers the place of the area whose first address is base. It fails when there is none.
func (t *Table) StartingAt(base uint64) (i uint32, ok bool) {
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	// @ invariant acc(t, 1/2) && Inv(seq(t.places)) && Vacant(seq(t.places), t.high) && 0 <= i && i <= t.high
	// @ invariant forall k int :: { seq(t.places)[k] } 0 <= k && k < int(i) && seq(t.places)[k].Kind != None ==> seq(t.places)[k].Base != base
	// @ decreases t.high - i
	for i = 0; i < t.high; i++ {
		// @ assert seq(t.places)[int(i)] == t.places[i]
		if t.places[i].Kind != None && t.places[i].Base == base {
			return i, true
		}
	}
	return 0, false
}

// @ preserves acc(t.Mem(), 1/2)
// @ requires  0 <= base && base <= 18446744073709551615 && 0 < pages && pages <= 4294967295
// @ ensures   ok ==> 0 <= i && i < limits.Areas && Holds(t.View()[int(i)], base, pages)
// @ ensures   !ok ==> i == 0 && (forall k int :: { t.View()[k] } 0 <= k && k < limits.Areas ==> !Holds(t.View()[k], base, pages))
// @ decreases

// Holding answers the place of the area that contains all addresses from base on for that many pages. It fails when there is none.
// Precondition: pages > 0.
func (t *Table) Holding(base uint64, pages uint32) (i uint32, ok bool) {
	// @ unfold acc(t.Mem(), 1/2)
	// @ defer fold acc(t.Mem(), 1/2)
	if base >= uint64(abi.MapTop) {
		return 0, false
	}
	end := base + uint64(pages)*abi.PageSize
	// @ invariant acc(t, 1/2) && Inv(seq(t.places)) && Vacant(seq(t.places), t.high) && 0 <= i && i <= t.high
	// @ invariant forall k int :: { seq(t.places)[k] } 0 <= k && k < int(i) ==> !Holds(seq(t.places)[k], base, pages)
	// @ decreases t.high - i
	for i = 0; i < t.high; i++ {
		// @ assert seq(t.places)[int(i)] == t.places[i]
		if t.places[i].Kind != None && t.places[i].Base <= base && end <= t.places[i].End() {
			return i, true
		}
	}
	return 0, false
}

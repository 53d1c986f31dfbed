package area

import (
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

const (
	bottom = uint64(abi.MapBase)
	top    = uint64(abi.MapTop)
	page   = uint64(abi.PageSize)
	all    = uint32((top - bottom) / page)
)

// reserve answers an area of pages at an address.
func reserve(base uint64, pages uint32) Area {
	return Area{Kind: Anonymous, Base: base, Pages: pages}
}

// filled is a table of areas.
func filled(t *testing.T, areas ...Area) (table Table) {
	t.Helper()
	for _, a := range areas {
		if _, ok := table.Add(a); !ok {
			t.Fatalf("no place for %+v", a)
		}
	}
	return table
}

func TestAdd(t *testing.T) {
	middle := bottom + 100*page
	for _, tt := range []struct {
		name string
		a    Area
		ok   bool
	}{
		{"the first page", reserve(bottom, 1), true},
		{"the last page", reserve(top-page, 1), true},
		{"one page below", reserve(bottom-page, 1), false},
		{"one page below and more", reserve(bottom-page, 2), false},
		{"the page behind", reserve(top, 1), false},
		{"over the end", reserve(top-page, 2), false},
		{"up to the end of all", reserve(math.MaxUint64-page+1, 1), false},
		{"round the end of all", reserve(math.MaxUint64-page+1, math.MaxUint32), false},
		{"as long as can be", reserve(bottom, math.MaxUint32), false},
		{"nothing", reserve(bottom, 0), false},
		{"not at a page", reserve(bottom+1, 1), false},
		{"not at a page, at its end", reserve(bottom+page-1, 1), false},
		{"of no kind", Area{Base: bottom, Pages: 1}, false},
		{"of an object", Area{Kind: Object, Base: bottom, Pages: 2, Object: 3, Cap: 4, First: 5, Writable: true, View: true}, true},
		{"up to the other", reserve(middle-page, 1), true},
		{"one page into the other", reserve(middle-page, 2), false},
		{"the other's first page", reserve(middle, 1), false},
		{"the other's last page", reserve(middle+9*page, 1), false},
		{"behind the other", reserve(middle+10*page, 1), true},
		{"the other", reserve(middle, 10), false},
		{"around the other", reserve(middle-page, 12), false},
		{"everything", reserve(bottom, all), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := filled(t, reserve(middle, 10))
			before := table
			i, ok := table.Add(tt.a)
			if ok != tt.ok || !ok && (i != 0 || table != before) {
				t.Fatalf("Add = %d, %v", i, ok)
			}
			if ok && (i != 1 || table.At(i) != tt.a || table.At(0) != before.At(0)) {
				t.Errorf("at %d is %+v", i, table.At(i))
			}
		})
	}
	filled(t, reserve(bottom, all)) // alone it fits
}

func TestPlacesEnd(t *testing.T) {
	var table Table
	for i := range uint32(limits.Areas) {
		if got, ok := table.Add(reserve(bottom+uint64(i)*page, 1)); got != i || !ok {
			t.Fatalf("area %d is at %d, %v", i, got, ok)
		}
	}
	before := table
	if i, ok := table.Add(reserve(top-page, 1)); i != 0 || ok || table != before {
		t.Errorf("one area more: %d, %v", i, ok)
	}
	if a, ok := table.Remove(limits.Areas); a != (Area{}) || ok || table != before {
		t.Errorf("an area behind the last one: %+v, %v", a, ok)
	}
	if a, ok := table.Remove(limits.Areas - 1); a != before.At(limits.Areas-1) || !ok || table.At(limits.Areas-1) != (Area{}) {
		t.Errorf("the last area: %+v, %v", a, ok)
	}
	before = table
	if a, ok := table.Remove(limits.Areas - 1); a != (Area{}) || ok || table != before {
		t.Errorf("an area twice: %+v, %v", a, ok)
	}
	if i, ok := table.Add(reserve(top-page, 1)); i != limits.Areas-1 || !ok {
		t.Errorf("an area in the free place: %d, %v", i, ok)
	}
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		name  string
		areas []Area
		pages uint32
		base  uint64
		ok    bool
	}{
		{"one page of nothing", nil, 1, bottom, true},
		{"everything", nil, all, bottom, true},
		{"one page more", nil, all + 1, 0, false},
		{"as many as can be", nil, math.MaxUint32, 0, false},
		{"behind the first", []Area{reserve(bottom, 3)}, 1, bottom + 3*page, true},
		{"below the first", []Area{reserve(bottom+3*page, 3)}, 3, bottom, true},
		{"too large for below the first", []Area{reserve(bottom+3*page, 3)}, 4, bottom + 6*page, true},
		{"between two", []Area{reserve(bottom+5*page, 1), reserve(bottom, 3)}, 2, bottom + 3*page, true},
		{"not between two", []Area{reserve(bottom+5*page, 1), reserve(bottom, 3)}, 3, bottom + 6*page, true},
		{"the last page", []Area{reserve(bottom, all-1)}, 1, top - page, true},
		{"one page of no page", []Area{reserve(bottom, all)}, 1, 0, false},
		{"two pages of one", []Area{reserve(bottom, all-1)}, 2, 0, false},
		{"the rest behind", []Area{reserve(bottom+page, 1)}, all - 2, bottom + 2*page, true},
		{"more than the rest behind", []Area{reserve(bottom+page, 1)}, all - 1, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := filled(t, tt.areas...)
			if base, ok := table.Place(tt.pages); base != tt.base || ok != tt.ok {
				t.Errorf("Place(%d) = %#x, %v, want %#x, %v", tt.pages, base, ok, tt.base, tt.ok)
			}
		})
	}
}

func TestHolding(t *testing.T) {
	base := bottom + 10*page
	table := filled(t, reserve(bottom, 1), reserve(base, 4), reserve(base+4*page, 2), reserve(top-page, 1))
	for _, tt := range []struct {
		name  string
		base  uint64
		pages uint32
		i     uint32
		ok    bool
	}{
		{"all of it", base, 4, 1, true},
		{"its first page", base, 1, 1, true},
		{"its last page", base + 3*page, 1, 1, true},
		{"a page before", base - page, 2, 0, false},
		{"a byte before", base - 1, 1, 0, false},
		{"not at a page", base + 1, 3, 1, true},
		{"a byte behind", base + 1, 4, 0, false},
		{"two neighbours", base + 3*page, 2, 0, false},
		{"the neighbour", base + 4*page, 2, 2, true},
		{"the last page of all", top - page, 1, 3, true},
		{"one page more", top - page, 2, 0, false},
		{"the end", top, 1, 0, false},
		{"the end of all", math.MaxUint64, 1, 0, false},
		{"round the end of all", math.MaxUint64 - page + 1, 1, 0, false},
		{"nothing below", 0, 1, 0, false},
		{"everything below", 0, math.MaxUint32, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if i, ok := table.Holding(tt.base, tt.pages); i != tt.i || ok != tt.ok {
				t.Errorf("Holding(%#x, %d) = %d, %v, want %d, %v", tt.base, tt.pages, i, ok, tt.i, tt.ok)
			}
			i, ok := table.StartingAt(tt.base)
			if want := ok && table.At(i).Base == tt.base; ok != want || !ok && i != 0 {
				t.Errorf("StartingAt(%#x) = %d, %v", tt.base, i, ok)
			}
		})
	}
	for i, base := range []uint64{bottom, base, base + 4*page, top - page} {
		if got, ok := table.StartingAt(base); got != uint32(i) || !ok {
			t.Errorf("StartingAt(%#x) = %d, %v, want %d", base, got, ok, i)
		}
	}
	if i, ok := table.StartingAt(0); i != 0 || ok {
		t.Errorf("a free place starts at 0: %d", i)
	}
}

// The table against the owner of each of the lowest pages, where the model allows areas alone.
func TestModel(t *testing.T) {
	const pages = 64
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 13))
		var owner [pages]int // one more than the area's place, 0 for a free page
		// Nothing fits behind the lowest pages.
		table := filled(t, reserve(bottom+pages*page, all-pages))
		count := 1
		free := func(first, n int) bool {
			for i := first; i < first+n; i++ {
				if i >= pages || owner[i] != 0 {
					return false
				}
			}
			return true
		}
		for step := range 2000 {
			first, n := r.IntN(pages), 1+r.IntN(12)
			switch r.IntN(4) {
			case 0, 1:
				a := reserve(bottom+uint64(first)*page, uint32(n))
				i, ok := table.Add(a)
				if ok != (free(first, n) && count < limits.Areas) {
					t.Fatalf("seed %d, step %d: Add(%d, %d) says %v: %v", seed, step, first, n, ok, owner)
				}
				if ok {
					count++
					for k := range n {
						owner[first+k] = int(i) + 1
					}
				}
			case 2:
				i := 1 + r.Uint32N(limits.Areas-1)
				a, ok := table.Remove(i)
				found := uint32(0)
				for k := range owner {
					if owner[k] == int(i)+1 {
						owner[k] = 0
						found++
					}
				}
				if ok != (found > 0) || a.Pages != found {
					t.Fatalf("seed %d, step %d: Remove(%d) = %+v, %v with %d pages", seed, step, i, a, ok, found)
				}
				if ok {
					count--
				}
			case 3:
				want := -1
				for k := pages - n; k >= 0; k-- {
					if free(k, n) {
						want = k
					}
				}
				base, ok := table.Place(uint32(n))
				if ok != (want >= 0) || ok && base != bottom+uint64(want)*page {
					t.Fatalf("seed %d, step %d: Place(%d) = %#x, %v, want page %d: %v", seed, step, n, base, ok, want, owner)
				}
			}
			holds := owner[first] != 0 && first+n <= pages
			for k := first; k < first+n && holds; k++ {
				holds = owner[k] == owner[first]
			}
			if i, ok := table.Holding(bottom+uint64(first)*page, uint32(n)); ok != holds || ok && int(i)+1 != owner[first] {
				t.Fatalf("seed %d, step %d: Holding(%d, %d) = %d, %v: %v", seed, step, first, n, i, ok, owner)
			}
		}
	}
}

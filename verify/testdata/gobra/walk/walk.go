// +gobra

// Package walk decides over a user range page by page.
package walk

const pageSize = 4096
const userTop = 140737488355328

// Page is the answer for one page; the arch layer gives it.
type Page struct {
	OK    bool
	Frame uint64
}

//gosure:reason "stands for the hardware's page tables, which no contract can describe"

// @ trusted
// @ requires 0 <= page && page < userTop / pageSize
// @ ensures  p.OK ==> 0 <= p.Frame && p.Frame < 4294967296
// @ decreases

// Lookup walks the page table for one page number.
func Lookup(page uint64, write bool) (p Page) {
	return Page{}
}

// @ requires 0 <= base && 0 <= size && base + size <= userTop
// @ ensures  ok && size > 0 ==> n == (base + size - 1) / pageSize - base / pageSize + 1
// @ ensures  size == 0 ==> ok && n == 0
// @ decreases

// Present reports whether every page of the range is mapped, and how many there are.
func Present(base, size uint64, write bool) (n uint64, ok bool) {
	if size == 0 {
		return 0, true
	}
	first := base / pageSize
	last := (base + size - 1) / pageSize
	// @ invariant first <= page && page <= last + 1 && 0 <= first && last < userTop / pageSize
	// @ invariant n == page - first
	// @ decreases last + 1 - page
	for page := first; page <= last; page++ {
		p := Lookup(page, write)
		if !p.OK {
			return n, false
		}
		n++
	}
	return n, true
}

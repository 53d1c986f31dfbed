package smt

import (
	"fmt"
	"sync"
)

// SortKind tells the families of sorts apart.
type SortKind uint8

const (
	// KindBool is the sort of truth values.
	KindBool SortKind = iota
	// KindInt is the sort of mathematical integers.
	KindInt
	// KindReal is the sort of real numbers, used for fractional permissions.
	KindReal
	// KindBitVec is the family of machine words.
	KindBitVec
	// KindArray is the family of total maps.
	KindArray
	// KindUninterpreted is the family of sorts without structure.
	KindUninterpreted
)

// Sort is the type of a term. Sorts are interned: equal sorts are equal pointers, in the whole process.
type Sort struct {
	kind  SortKind
	width int
	key   *Sort
	elem  *Sort
	name  string
	text  string
}

var (
	// Bool is the sort of truth values.
	Bool = &Sort{kind: KindBool, text: "Bool"}
	// Int is the sort of mathematical integers.
	Int = &Sort{kind: KindInt, text: "Int"}
	// Real is the sort of real numbers.
	Real = &Sort{kind: KindReal, text: "Real"}
)

var sortTable = struct {
	sync.Mutex
	byText map[string]*Sort
}{byText: map[string]*Sort{Bool.text: Bool, Int.text: Int, Real.text: Real}}

func internSort(candidate Sort) *Sort {
	sortTable.Lock()
	defer sortTable.Unlock()
	if found, ok := sortTable.byText[candidate.text]; ok {
		return found
	}
	sortTable.byText[candidate.text] = &candidate
	return &candidate
}

// BitVec returns the sort of words of width bits; it panics unless width is positive.
func BitVec(width int) *Sort {
	if width <= 0 {
		panic(fmt.Sprintf("smt.BitVec: width %d", width))
	}
	return internSort(Sort{kind: KindBitVec, width: width, text: fmt.Sprintf("(_ BitVec %d)", width)})
}

// Array returns the sort of total maps from key to elem.
func Array(key, elem *Sort) *Sort {
	return internSort(Sort{kind: KindArray, key: key, elem: elem, text: "(Array " + key.text + " " + elem.text + ")"})
}

// Uninterpreted returns the sort called name, which has no structure beyond equality. The printer declares it.
func Uninterpreted(name string) *Sort {
	return internSort(Sort{kind: KindUninterpreted, name: name, text: quoteSymbol(name)})
}

// Kind returns the family of s.
func (s *Sort) Kind() SortKind { return s.kind }

// Width returns the number of bits of a KindBitVec sort, and 0 for the others.
func (s *Sort) Width() int { return s.width }

// Key returns the index sort of a KindArray sort, and nil for the others.
func (s *Sort) Key() *Sort { return s.key }

// Elem returns the element sort of a KindArray sort, and nil for the others.
func (s *Sort) Elem() *Sort { return s.elem }

// String prints s in SMT-LIB syntax.
func (s *Sort) String() string { return s.text }

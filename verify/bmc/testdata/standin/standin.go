// Package standin has harnesses with stand-ins for functions of every shape; TestStandIns replays their counterexamples and covers.
package standin

import (
	"strconv"

	"warrant/verify/bmc/testdata/standin/room"
	"warrant/verify/prove"
)

type meter struct{ n uint8 }

func (m meter) value() uint8 { return m.n }

func (*meter) scaled(_, by uint8) (product uint8) { return by }

func sum(_ uint8, numbers ...uint8) uint8 { return uint8(len(numbers)) }

var noted uint8

func note(uint8) {}

func anyValue(meter) uint8 { return prove.Any[uint8]() }

func times(m *meter, x, by uint8) uint8 { return m.n * x * by }

func truly(first uint8, numbers ...uint8) uint8 {
	for _, n := range numbers {
		first += n
	}
	return first
}

func remember(x uint8) { noted = x }

func anyNumber(string) (int, error) { return int(prove.Any[uint8]()), nil }

func threePlaces(*room.Table) int { return 3 }

// standIn exchanges a method of a value, one of a pointer, a variadic function, one without results, and some of other packages.
func standIn() {
	prove.Stub(meter.value, anyValue)
	prove.Stub((*meter).scaled, times)
	prove.Stub(sum, truly)
	prove.Stub(note, remember)
	prove.Stub(strconv.Atoi, anyNumber)
	prove.Stub((*room.Table).Places, threePlaces)
}

// ProofShapes holds of what stands in, and of nothing else.
func ProofShapes() {
	standIn()
	m := &meter{n: 2}
	prove.Cover(m.value() == 77)
	prove.Assert(m.scaled(3, 4) == 24)
	prove.Assert(sum(1, 2, 3) == 6)
	note(9)
	prove.Assert(noted == 9)
	n, err := strconv.Atoi("x")
	prove.Cover(err == nil && n == 200)
	prove.Assert(new(room.Table).Places() == 3)
}

// ProofShapesTwin claims what holds of the functions themselves.
func ProofShapesTwin() {
	standIn()
	m := &meter{n: 2}
	prove.Assert(m.value() == 2)
	n, err := strconv.Atoi("12")
	prove.Assert(err == nil && n == 12)
	note(9)
	prove.Assert(noted == 0)
}

// Package language has more harnesses that hold, each with a twin that does not, for single features of the language.
package language

import (
	"errors"

	"warrant/verify/prove"
)

// want: assertion SUCCESS
func ProofArithmetic() {
	a, b := prove.Any[int8](), prove.Any[int8]()
	prove.Assert(a+b-b == a && -a == ^a+1 && a&^b == a&(b^-1))
	if b != 0 {
		prove.Assert(a/b*b+a%b == a)
	}
	c := prove.Any[uint8]()
	prove.Assert(uint16(c)*uint16(c) <= 65025 && c<<4>>4 == c&15)
}

// want: assertion FAILURE
func ProofArithmeticTwin() {
	a, b := prove.Any[int8](), prove.Any[int8]()
	prove.Assume(b != 0)
	prove.Assert(a/b >= -127)
}

// want: assertion FAILURE
func ProofOverflowTwin() {
	a := prove.Any[int16]()
	prove.Assert(a+1 > a)
}

// want: assertion FAILURE
func ProofShiftTwin() {
	x, n := prove.Any[uint8](), prove.Any[uint8]()
	prove.Assert(x<<n>>n == x || n < 8)
}

func divide(a, b uint8) (quotient, remainder uint8, err error) {
	if b == 0 {
		return 0, 0, errors.New("division by zero")
	}
	return a / b, a % b, nil
}

// want: assertion SUCCESS
func ProofResults() {
	a, b := prove.Any[uint8](), prove.Any[uint8]()
	quotient, remainder, err := divide(a, b)
	prove.Assert((err != nil) == (b == 0))
	prove.Assert(err != nil || quotient*b+remainder == a)
}

// want: assertion FAILURE
func ProofResultsTwin() {
	_, remainder, err := divide(prove.Any[uint8](), prove.Any[uint8]())
	prove.Assert(err == nil && remainder < 200)
}

func sum(first int, rest ...uint8) int {
	for _, v := range rest {
		first += int(v)
	}
	return first
}

// want: assertion SUCCESS
func ProofVariadic() {
	list := prove.AnySlice[uint8](3)
	prove.Assert(sum(1) == 1 && sum(1, list...) >= 1 && sum(0, 1, 2) == 3)
}

// want: assertion FAILURE
func ProofVariadicTwin() {
	prove.Assert(sum(0, prove.AnySlice[uint8](3)...) < 765)
}

type meter struct{ value int16 }

func (m meter) plus(by int16) int16 { return m.value + by }

func (m *meter) add(by int16) { m.value += by }

type gauge struct {
	*meter
	limit int16
}

type adder interface{ add(by int16) }

// want: assertion SUCCESS
func ProofMethodValues() {
	m := meter{prove.Any[int16]()}
	before := m.value
	plus, add := m.plus, m.add
	add(5)
	prove.Assert(plus(1) == before+1 && m.value == before+5)
	prove.Assert(meter.plus(m, 0) == m.value)
	var a adder = &m
	later := a.add
	later(-5)
	(*meter).add(&m, 2)
	prove.Assert(m.value == before+2)
}

// want: assertion FAILURE
func ProofMethodValuesTwin() {
	m := meter{prove.Any[int16]()}
	plus := m.plus
	m.add(1)
	prove.Assert(plus(0) == m.value)
}

// want: assertion SUCCESS
func ProofPromoted() {
	m := meter{prove.Any[int16]()}
	g := gauge{&m, 7}
	before := g.value
	g.add(g.limit)
	prove.Assert(m.value == before+7 && g.plus(1) == m.value+1)
}

// want: nil-dereference FAILURE
func ProofPromotedTwin() {
	g := gauge{limit: prove.Any[int16]()}
	if g.limit == 12345 {
		g.add(1)
	}
}

// want: assertion SUCCESS
func ProofBuiltins() {
	a, b, s := prove.Any[int8](), prove.Any[int8](), prove.AnyString(2)
	prove.Assert(min(a, b, 5) <= 5 && max(a, b) >= a && min(s, "b") <= "b")
	list := []int8{a, b}
	clear(list)
	prove.Assert(list[0] == 0 && len(list) == 2 && cap(list[:1]) == 2)
}

// want: assertion FAILURE
func ProofBuiltinsTwin() {
	a, b := prove.Any[int8](), prove.Any[int8]()
	prove.Assert(min(a, b) < max(a, b))
}

// want: assertion FAILURE
func ProofCopyTwin() {
	a := prove.AnySlice[byte](4)
	b := append([]byte{}, a...)
	if len(a) > 1 {
		copy(a[1:], a)
	}
	prove.Assert(len(a) < 3 || a[2] == b[2])
}

// want: assertion FAILURE
func ProofCapacityTwin() {
	s := prove.AnySlice[int8](4)
	t := append(s, 1)
	prove.Assert(cap(t) == len(t))
}

func order(n uint8) (trail uint8) {
	defer func() { trail = trail*10 + 1 }()
	if n > 100 {
		defer func() { trail = trail*10 + 2 }()
	}
	for i := range n % 3 {
		defer func() { trail = trail*2 + i }()
	}
	return 1
}

// want: assertion SUCCESS
func ProofDefer() {
	n := prove.Any[uint8]()
	prove.Assume(n%3 == 2)
	trail := order(n)
	prove.Assert(n > 100 || trail == 61)
	prove.Assert(n <= 100 || trail == 109)
}

// want: assertion FAILURE
func ProofDeferTwin() {
	prove.Assert(order(prove.Any[uint8]()) != 121)
}

type level int8

func (l level) String() string {
	if l < 0 {
		return "low"
	}
	return "high"
}

func classify(v any) int {
	switch v := v.(type) {
	case nil:
		return 0
	case int8:
		return int(v)
	case level:
		return 1000
	case interface{ String() string }:
		return 2000
	case []int8, [2]int8:
		return 3000
	case error:
		return 4000
	}
	return 5000
}

func any5(n uint8, v int8) any {
	switch n {
	case 0:
		return nil
	case 1:
		return v
	case 2:
		return level(v)
	case 3:
		return [2]int8{v}
	case 4:
		return errors.New("no")
	}
	return "text"
}

// want: assertion SUCCESS
func ProofTypeSwitch() {
	n, v := prove.Any[uint8](), prove.Any[int8]()
	got := classify(any5(n, v))
	want := [5]int{0, int(v), 1000, 3000, 4000}
	prove.Assert(n < 5 && got == want[n%5] || n >= 5 && got == 5000)
}

// want: assertion FAILURE
func ProofTypeSwitchTwin() {
	prove.Assert(classify(any5(prove.Any[uint8](), prove.Any[int8]())) != 1000)
}

// want: assertion SUCCESS
func ProofSwitch() {
	n, score := prove.Any[uint8](), 0
	switch {
	case n < 10:
		score = 1
		fallthrough
	case n < 20:
		score += 2
	default:
		score = 9
	}
	prove.Assert(n < 10 && score == 3 || n >= 10 && n < 20 && score == 2 || n >= 20 && score == 9)
}

// want: assertion FAILURE
func ProofSwitchTwin() {
	n, score := prove.Any[uint8](), 0
	switch n % 4 {
	case 1, 3:
		score = 1
	case 2:
		score = 2
		break
	}
	prove.Assert(score != 0 || n == 0)
}

// want: assertion SUCCESS
func ProofAnyString() {
	s := prove.AnyString(4)
	prove.Assert(len(s) <= 4 && s+"" == s)
	prove.Assert(len(s) == 0 || s[0] == s[:1][0])
}

// want: assertion FAILURE
func ProofAnyStringTwin() {
	prove.Assert(prove.AnyString(4) != "né")
}

// want: assertion FAILURE
func ProofAnySliceTwin() {
	s := prove.AnySlice[struct {
		a bool
		b [2]uint16
	}](3)
	prove.Assert(len(s) < 3 || !s[2].a || s[2].b[1] != 515)
}

// want: assertion FAILURE
func ProofMapsTwin() {
	m := map[[2]uint8]int{{1, 2}: 5}
	m[prove.Any[[2]uint8]()]++
	prove.Assert(len(m) == 2)
}

type tree[T any] struct {
	value       T
	left, right *tree[T]
}

func (t *tree[T]) insert(v T, less func(T, T) bool) *tree[T] {
	if t == nil {
		return &tree[T]{value: v}
	}
	if less(v, t.value) {
		t.left = t.left.insert(v, less)
	} else {
		t.right = t.right.insert(v, less)
	}
	return t
}

func (t *tree[T]) walk(visit func(T)) {
	if t != nil {
		t.left.walk(visit)
		visit(t.value)
		t.right.walk(visit)
	}
}

// want: assertion SUCCESS
func ProofGenericTree() {
	var t *tree[int8]
	for range 3 {
		t = t.insert(prove.Any[int8](), func(a, b int8) bool { return a < b })
	}
	last, count := int8(-128), 0
	t.walk(func(v int8) {
		prove.Assert(last <= v)
		last = v
		count++
	})
	prove.Assert(count == 3)
}

// want: assertion FAILURE
func ProofGenericTreeTwin() {
	var t *tree[int8]
	for range 3 {
		t = t.insert(prove.Any[int8](), func(a, b int8) bool { return a < b })
	}
	prove.Assert(t.left == nil || t.left.left == nil)
}

var first = second * 2

var second = 21

func init() { second++ }

// want: assertion SUCCESS
func ProofInitialisers() {
	prove.Assert(first == 42 && second == 22)
}

// want: assertion FAILURE
func ProofInitialisersTwin() {
	prove.Assert(prove.Any[bool]() && second == 21)
}

// want: assertion FAILURE
func ProofStubTwin() {
	prove.Stub(divide, func(a, b uint8) (uint8, uint8, error) { return prove.Any[uint8](), 0, nil })
	quotient, _, _ := divide(8, 2)
	prove.Assert(quotient == 4)
}

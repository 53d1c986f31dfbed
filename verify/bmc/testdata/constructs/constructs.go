// Package constructs has, for each construct of the language, a harness that holds and a twin that does not.
package constructs

import (
	"errors"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"warrant/verify/prove"
)

type pair struct {
	a, b int16
	list [3]uint8
}

// want: assertion SUCCESS
func ProofStructs() {
	p := prove.Any[pair]()
	q := p
	q.list[1]++
	prove.Assert(p.list[1] != q.list[1] && p.list[2] == q.list[2] && p.a == q.a)
	prove.Assert(p != q)
}

// want: assertion FAILURE
func ProofStructsTwin() {
	p := prove.Any[pair]()
	q := &p
	q.list[1] = 7
	prove.Assert(p.list[1] != 7)
}

// want: assertion SUCCESS
func ProofPointers() {
	var cells [4]int
	i, j := prove.Any[uint8]()%4, prove.Any[uint8]()%4
	p, q := &cells[i], &cells[j]
	*p = 1
	*q = 2
	prove.Assert(*p == 1 && p != q || *p == 2 && p == q)
}

// want: assertion FAILURE
func ProofPointersTwin() {
	var cells [4]int
	i, j := prove.Any[uint8]()%4, prove.Any[uint8]()%4
	p, q := &cells[i], &cells[j]
	*p = 1
	*q = 2
	prove.Assert(*p == 1)
}

// want: assertion SUCCESS
func ProofSliceAliasing() {
	s := prove.AnySlice[int8](5)
	prove.Assume(len(s) >= 3)
	t := s[1:3]
	t[0] = 42
	prove.Assert(s[1] == 42 && len(t) == 2 && cap(t) == len(s)-1)
	u := append(t[:1:1], 7)
	u[0] = 1
	prove.Assert(s[1] == 42 && u[1] == 7)
}

// want: assertion FAILURE
func ProofAppendAliasTwin() {
	s := make([]int8, 3, 8)
	t := append(s, prove.Any[int8]())
	u := append(s, 5)
	_ = u
	prove.Assert(t[3] != 5)
}

// want: assertion FAILURE
func ProofAppendCopiesTwin() {
	s := []int8{1, 2, 3}
	n := prove.Any[uint8]() % 4
	t := append(s[:n], 9)
	t[0] = 100
	prove.Assert(s[0] == 1)
}

// want: assertion SUCCESS
func ProofAppendGrows() {
	var s []uint8
	n := prove.Any[uint8]() % 6
	for i := uint8(0); i < n; i++ {
		s = append(s, i)
	}
	prove.Assert(len(s) == int(n))
	for i, v := range s {
		prove.Assert(int(v) == i)
	}
}

// want: assertion SUCCESS
func ProofCopy() {
	a := prove.AnySlice[byte](5)
	b := make([]byte, 3)
	n := copy(b, a)
	prove.Assert(n == min(len(a), 3))
	prove.Assert(n < 2 || b[1] == a[1])
	copy(a[min(1, len(a)):], a)
	prove.Assert(len(a) < 3 || n < 2 || a[2] == b[1])
}

// want: assertion SUCCESS
func ProofStrings() {
	s, t := prove.AnyString(3), prove.AnyString(3)
	u := s + t
	prove.Assert(len(u) == len(s)+len(t))
	prove.Assert(u[:len(s)] == s && u[len(s):] == t)
	prove.Assert((s < t) == (t > s) && (s == t) == !(s < t || s > t))
	prove.Assert(strings.HasPrefix(u, s) && strings.HasSuffix(u, t))
	prove.Assert(string([]byte(u)) == u)
}

// want: assertion FAILURE
func ProofStringsTwin() {
	s, t := prove.AnyString(3), prove.AnyString(3)
	prove.Assert(s+t == t+s)
}

// want: assertion SUCCESS
func ProofRunes() {
	r := prove.Any[rune]()
	s := string(r)
	back := []rune(s)
	prove.Assert(len(back) == 1)
	prove.Assert(back[0] == r || back[0] == utf8.RuneError)
	n := 0
	for i, c := range s {
		prove.Assert(i == 0 && c == back[0])
		n++
	}
	prove.Assert(n == 1)
	prove.Assert(utf8.RuneLen(back[0]) == len(s))
}

// want: assertion FAILURE
func ProofRunesTwin() {
	s := prove.AnyString(3)
	prove.Assert(string([]rune(s)) == s)
}

// want: assertion SUCCESS
func ProofRangeString() {
	s := prove.AnyString(4)
	total := 0
	for range s {
		total++
	}
	prove.Assert(total == utf8.RuneCountInString(s))
}

// want: assertion SUCCESS, cover SATISFIED
func ProofMaps() {
	m := map[uint8]int{1: 10}
	k := prove.Any[uint8]()
	m[k] += 5
	v, ok := m[k]
	prove.Assert(ok && (k == 1 && v == 15 && len(m) == 1 || k != 1 && v == 5 && len(m) == 2))
	delete(m, 1)
	_, ok = m[1]
	prove.Assert(!ok && len(m) <= 1)
	sum := 0
	for key, val := range m {
		prove.Assert(key == k && val == 5)
		sum += val
	}
	prove.Cover(sum == 0)
	prove.Cover(sum == 5)
}

// want: assertion FAILURE
func ProofMapOrderTwin() {
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	last := 0
	for _, v := range m {
		last = v
	}
	prove.Assert(last == 3)
}

// want: assertion SUCCESS
func ProofMapIteration() {
	m := map[uint8]bool{}
	for range 3 {
		m[prove.Any[uint8]()] = true
	}
	seen := 0
	for k := range m {
		prove.Assert(m[k])
		seen++
		clear(m)
	}
	prove.Assert(seen == 1)
}

type shape interface {
	area() int
	scale(by int)
}

type square struct{ side int }

func (s *square) area() int    { return s.side * s.side }
func (s *square) scale(by int) { s.side *= by }

type rectangle struct{ square }

func (r *rectangle) area() int { return 2 * r.square.area() }

func makeShape(which bool) shape {
	if which {
		return &square{3}
	}
	return &rectangle{square{3}}
}

// want: assertion SUCCESS
func ProofInterfaces() {
	which := prove.Any[bool]()
	s := makeShape(which)
	s.scale(2)
	prove.Assert(which && s.area() == 36 || !which && s.area() == 72)
	switch v := s.(type) {
	case *square:
		prove.Assert(which && v.side == 6)
	case *rectangle:
		prove.Assert(!which && v.side == 6)
	default:
		prove.Unreachable()
	}
	_, isSquare := s.(*square)
	prove.Assert(isSquare == which)
}

// want: assertion FAILURE
func ProofInterfacesTwin() {
	s := makeShape(prove.Any[bool]())
	prove.Assert(s.area() == 9)
}

// want: assertion SUCCESS
func ProofClosures() {
	n := prove.Any[int8]()
	add := func(x int8) { n += x }
	before := n
	add(3)
	defer func() { prove.Assert(n == before+6) }()
	add(3)
	f := makeShape(true).area
	prove.Assert(f() == 9)
	g := (*square).area
	prove.Assert(g(&square{2}) == 4)
}

// want: assertion FAILURE
func ProofClosuresTwin() {
	var fs []func() int
	for i := range 3 {
		fs = append(fs, func() int { return i })
	}
	prove.Assert(fs[prove.Any[uint8]()%3]() != 1)
}

type number interface{ ~int8 | ~int16 | ~uint8 }

func largest[T number](list []T) (best T) {
	for i, v := range list {
		if i == 0 || v > best {
			best = v
		}
	}
	return best
}

type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }
func (s *stack[T]) pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

// want: assertion SUCCESS
func ProofGenerics() {
	list := prove.AnySlice[int8](4)
	best := largest(list)
	for _, v := range list {
		prove.Assert(v <= best)
	}
	var s stack[pair]
	p := prove.Any[pair]()
	s.push(p)
	q, ok := s.pop()
	prove.Assert(ok && q == p)
	_, ok = s.pop()
	prove.Assert(!ok)
}

// want: assertion FAILURE
func ProofGenericsTwin() {
	prove.Assert(largest(prove.AnySlice[uint8](3)) < 255)
}

var errOdd = errors.New("odd")

func half(n uint8) (h uint8, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = cause.(error)
		}
	}()
	if n%2 == 1 {
		panic(errOdd)
	}
	return n / 2, nil
}

// want: assertion SUCCESS, panic SUCCESS
func ProofRecover() {
	n := prove.Any[uint8]()
	h, err := half(n)
	prove.Assert(n%2 == 0 && err == nil && h == n/2 || n%2 == 1 && errors.Is(err, errOdd))
}

func guarded(list []int, i int) (v int, failed bool) {
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	return list[i], false
}

// want: assertion SUCCESS, index SUCCESS
func ProofRecoverRuntime() {
	i := prove.Any[int8]()
	_, failed := guarded([]int{1, 2, 3}, int(i))
	prove.Assert(failed == (i < 0 || i > 2))
}

func rethrow(n uint8) (trail int) {
	defer func() {
		if recover() != nil {
			trail += 100
		}
	}()
	defer func() {
		trail += 10
		if n == 2 {
			panic("second")
		}
		if n == 3 {
			recover()
		}
	}()
	defer func() { trail++ }()
	if n >= 1 {
		panic("first")
	}
	return 1000
}

// want: assertion SUCCESS
func ProofDeferOrder() {
	n := prove.Any[uint8]()
	trail := rethrow(n)
	switch n {
	case 0:
		prove.Assert(trail == 1011)
	case 3:
		prove.Assert(trail == 11)
	default:
		prove.Assert(trail == 111)
	}
}

// want: panic FAILURE
func ProofRecoverTwin() {
	defer func() {
		if prove.Any[uint8]() == 9 {
			panic("from the deferred call")
		}
		recover()
	}()
	panic("first")
}

var (
	table   = buildTable()
	doubled = [4]int{table[0] * 2, table[1] * 2}
	byName  = map[string]int{"one": 1, "two": 2}
)

func buildTable() [4]int {
	var t [4]int
	for i := range t {
		t[i] = i*i + 1
	}
	return t
}

// want: assertion SUCCESS
func ProofGlobals() {
	prove.Assert(table[3] == 10 && doubled[1] == 4 && byName["two"] == 2)
	i := prove.Any[uint8]() % 4
	if prove.Any[bool]() {
		table[i] = 0
	}
	prove.Assert(table[i] == 0 || table[i] == int(i)*int(i)+1)
}

// want: assertion FAILURE
func ProofGlobalsTwin() {
	if prove.Any[bool]() {
		table[2] = 99
	}
	prove.Assert(table[2] == 5)
}

func pairs(limit int) func(yield func(int, int) bool) {
	return func(yield func(int, int) bool) {
		for i := range limit {
			if !yield(i, i*i) {
				return
			}
		}
	}
}

func firstAbove(n int) int {
	for i, square := range pairs(6) {
		if square > n {
			return i
		}
	}
	return -1
}

// want: assertion SUCCESS
func ProofRangeOverFunc() {
	n := int(prove.Any[uint8]() % 30)
	i := firstAbove(n)
	prove.Assert(i < 0 && n >= 25 || i >= 0 && i*i > n && (i-1)*(i-1) <= n)
}

// want: assertion SUCCESS
func ProofConversions() {
	x := prove.Any[int32]()
	prove.Assert(int64(int8(x))<<56>>56 == int64(int8(x)))
	prove.Assert(uint16(x) == uint16(uint64(int64(x))))
	prove.Assert(uint64(uint32(x)) < 1<<32)
	n := prove.Any[uint64]()
	prove.Assert(uint8(1)<<n == 0 || n < 8)
	prove.Assert(int8(-1)>>n == -1)
}

// want: assertion FAILURE
func ProofConversionsTwin() {
	x := prove.Any[int32]()
	prove.Assert(int32(int16(x)) == x || x > 70000 || x < 0)
}

// want: assertion SUCCESS
func ProofGoto() {
	n := prove.Any[uint8]() % 8
	i := uint8(0)
again:
	if i < n {
		i++
		goto again
	}
	prove.Assert(i == n)
outer:
	for a := range 3 {
		for b := range 3 {
			if a*b == 2 {
				i = uint8(10*a + b)
				break outer
			}
			if b > a {
				continue outer
			}
		}
	}
	prove.Assert(i == 12 || i == 21)
}

// want: assertion FAILURE
func ProofGotoTwin() {
	n := prove.Any[uint8]() % 8
	total := uint8(0)
	for i := uint8(0); i < n; i++ {
		if i == 5 {
			continue
		}
		total += i
	}
	prove.Assert(total != 16)
}

// want: assertion SUCCESS
func ProofSort() {
	list := prove.AnySlice[int](4)
	sort.Ints(list)
	for i := 1; i < len(list); i++ {
		prove.Assert(list[i-1] <= list[i])
	}
}

// want: assertion SUCCESS
func ProofBuilder() {
	var b strings.Builder
	s := prove.AnyString(2)
	b.WriteString(s)
	b.WriteByte('-')
	prove.Assert(b.String() == s+"-")
}

// want: assertion SUCCESS
func ProofItoa() {
	n := prove.Any[uint8]()
	s := strconv.Itoa(int(n))
	m, err := strconv.Atoi(s)
	prove.Assert(err == nil && m == int(n))
}

func slowSquare(x uint8) uint16 { return uint16(x) * uint16(x) }

func squareContract(x uint8) uint16 {
	prove.Assert(x < 100)
	y := prove.Any[uint16]()
	prove.Assume(y < 10000)
	return y
}

func useSquare(x uint8) bool { return slowSquare(x%100) < 10000 }

// want: assertion SUCCESS
func ProofStub() {
	prove.Stub(slowSquare, squareContract)
	prove.Assert(useSquare(prove.Any[uint8]()))
}

type counter struct{ n uint8 }

func (c *counter) read() uint8 { return c.n }

func anyRead(c *counter) uint8 {
	n := prove.Any[uint8]()
	prove.Assume(n < 10)
	return n
}

// want: assertion SUCCESS
func ProofStubMethod() {
	prove.Stub((*counter).read, anyRead)
	c := &counter{n: 200}
	prove.Assert(c.read() < 10)
}

// want: assertion FAILURE
func ProofStubMethodTwin() {
	prove.Stub((*counter).read, anyRead)
	c := &counter{n: 3}
	prove.Assert(c.read() == 3)
}

func copyOnce(page *[4]uint8) (ok bool) {
	n := page[0]
	return n >= 3 || page[1+n] >= 0
}

func copyTwice(page *[4]uint8) (ok bool) {
	return page[0] >= 3 || page[1+page[0]] >= 0
}

// want: index SUCCESS, assertion SUCCESS
func ProofShared() {
	var page [4]uint8
	prove.Shared(&page)
	prove.Assert(copyOnce(&page))
}

// want: index FAILURE
func ProofSharedTwin() {
	var page [4]uint8
	prove.Shared(&page)
	prove.Assert(copyTwice(&page))
}

// reader reads shared memory in more ways: a field, through a pointer, an element whose index is one, and the whole.
type reader struct{ first, second uint8 }

func (r *reader) sum() (n uint16) {
	field := r.first
	whole := *r
	return uint16(field) + uint16(whole.first) + uint16(r.second)
}

// want: cover SATISFIED, assertion FAILURE
func ProofSharedFieldsTwin() {
	var r reader
	prove.Shared(&r)
	n := r.sum()
	prove.Cover(n == 3*255)
	var page [4]uint8
	prove.Shared(&page)
	prove.Cover(page[page[0]%4] == 9 && page[0] == 77)
	prove.Assert(n != 200+uint16(page[1]))
}

// want: unsupported FAILURE
func ProofSharedCopy() {
	var page, other [4]uint8
	prove.Shared(&page)
	copy(other[:], page[:])
	prove.Assert(other[0] == other[1] || true)
}

// want: assertion SUCCESS, index SUCCESS
func ProofNotShared() {
	page := prove.Any[[4]uint8]()
	prove.Assert(copyTwice(&page))
}

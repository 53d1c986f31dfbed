package corpus

import "errors"

// Divide divides with and without a test.
func Divide(x, y int, u uint) int {
	z := x / y // division: open
	if u > 0 {
		z += x / int(u%7+1) // division: ok
		z += int(7 / u)     // division: ok
	}
	if u >= 0 {
		z += int(7 / u) // division: open
	}
	return z
}

// Rest tests for inequality.
func Rest(x, y int) int {
	if y != 0 {
		return x % y // division: ok
	}
	if y != 1 {
		return x % (y - 1) // division: ok
	}
	return 0
}

// Shift shifts by anything and by what is tested.
func Shift(x, n int) int {
	if n >= 0 {
		return x << n // shift: ok
	}
	if n >= -1 {
		return x >> (n + 1) // shift: ok
	}
	return x >> n // shift: open
}

type node struct {
	next  *node
	value int
}

// Nil follows pointers.
func Nil(n *node) int {
	if n == nil {
		return n.value // nil-dereference: open
	}
	if n.next != nil { // nil-dereference: ok
		return n.next.value // nil-dereference: ok; nil-dereference: ok
	}
	return n.next.value // nil-dereference: ok; nil-dereference: open
}

// NilChanged changes the field between test and use.
func NilChanged(n, m *node) int {
	if n == nil || m == nil || n.next == nil { // nil-dereference: ok
		return 0
	}
	m.next = nil        // nil-dereference: ok
	return n.next.value // nil-dereference: ok; nil-dereference: open
}

// Value believes in its receiver.
func (n *node) Value() int { return n.value } // nil-dereference: assumed

// Nodes has an exported method.
type Nodes struct{ first *node }

// First believes in its receiver, which another package chooses.
func (n *Nodes) First() int {
	return n.first.value // nil-dereference: assumed; nil-dereference: open
}

// find answers a node, or an error.
func find(n int) (*node, error) {
	if n < 0 {
		return nil, errors.New("negative")
	}
	return &node{value: n}, nil
}

// Errors uses the node when there is no error, and when there is one.
func Errors(n int) int {
	found, err := find(n)
	if err != nil {
		return found.value // nil-dereference: open
	}
	return found.value + found.Value() // nil-dereference: ok
}

// Assert asserts with and without a test.
func Assert(x any) int {
	if n, ok := x.(int); ok {
		return n + x.(int) // type-assertion: ok
	}
	return int(x.(int64)) // type-assertion: open
}

// Maps writes to maps.
func Maps(m map[string]int, any map[any]int, key any) {
	m["a"] = 1 // nil-map: open
	own := map[string]int{}
	own["a"] = 1 // nil-map: ok
	if any != nil {
		any[1] = 1   // nil-map: ok; uncomparable: ok
		any[key] = 1 // nil-map: ok; uncomparable: open
	}
	_ = any[key] // uncomparable: open
}

// HashFirst looks a key up before anything has hashed it.
func HashFirst(m map[any]int, key any) int {
	return m[key] // uncomparable: open
}

var errSentinel = errors.New("sentinel")

// Compare compares interfaces.
func Compare(x, y any, err error) bool {
	if x == nil || err == errSentinel { // uncomparable: ok
		return true
	}
	if x == any(3) { // uncomparable: ok
		return true
	}
	return x == y // uncomparable: open
}

// Make makes slices and channels.
func Make(n int, m uint16) int {
	s := make([]int, m) // make-length: ok
	if n >= 0 && n < 100 {
		s = make([]int, n, 100) // slice-bounds: ok
		s = make([]int, 100, n) // make-length: open
	}
	c := make(chan int, m)                         // make-length: ok
	return len(make([]int64, n)) + len(s) + cap(c) // make-length: open
}

// Calls calls functions and methods.
func Calls(f func() int, s interface{ Size() int }) (n int) {
	if f != nil {
		n += f() // nil-function: ok
	}
	n += f() // nil-function: open
	if s != nil {
		n += s.Size() // nil-interface: ok
	}
	return n + s.Size() // nil-interface: open
}

// Channels sends and closes.
func Channels(c chan int) {
	c <- 1   // channel: open
	close(c) // channel: open
}

// Explicit panics, and where no input leads.
func Explicit(n uint) int {
	switch n % 3 {
	case 0:
		return 1
	case 1, 2:
		return 2
	default:
		panic("impossible") // panic: dead
	}
}

// Possible panics for one input.
func Possible(n uint) int {
	switch n % 3 {
	case 0, 1:
		return 1
	default:
		panic("possible") // panic: open
	}
}

// must ends the program when it is called.
func must() { panic("must") } // panic: open

// AfterMust comes back only when b is long enough.
func AfterMust(b []byte) byte {
	if len(b) < 2 {
		must()
	}
	return b[1] // index: ok
}

// Down calls itself.
func Down(n int) int {
	if n <= 0 {
		return 0
	}
	return Down(n - 1) // recursion: open
}

// Waived is accepted with a reason.
func Waived(s []int) int {
	//gosure:waive owner=corpus "the corpus shows a waiver"
	return s[0] // index: waived
}

// Recovered catches its panic, which is one all the same.
func Recovered(s []int, i int) (n int) {
	defer func() { _ = recover() }()
	return s[i] // index: open
}

// Loaded reads a variable twice that another function changes between.
func Loaded(b *box, s []int) int {
	if b == nil || uint64(b.used) >= uint64(len(s)) { // nil-dereference: ok
		return 0
	}
	x := s[b.used] // nil-dereference: ok; index: ok
	b.add(1)
	return x + s[b.used] // nil-dereference: ok; index: open
}

// Closures change what they capture.
func Closures(s []int) int {
	i := 0
	next := func() { i++ }
	if i < len(s) {
		next()
		return s[i] // index: open
	}
	return 0
}

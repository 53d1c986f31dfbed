// +gobra

// Package refused has one small member for each way to be wrong about the heap. The test says what each is told.
package refused

// Node is a list; nil is the empty one.
type Node struct {
	value uint32
	next  *Node
}

/*@
pred Mem(n *Node) { n != nil ==> acc(n) && Mem(n.next) }

pred Never(n *Node) { acc(n) && n.value < 3 && n.value > 5 && Mem(n.next) }

pred Unframed(n *Node) { n.value == 1 }

ghost
requires acc(Mem(n), _)
decreases Mem(n)
pure func View(n *Node) (s seq[uint32]) {
	return n == nil ? seq[uint32]{} : unfolding acc(Mem(n), _) in seq[uint32]{n.value} ++ View(n.next)
}

ghost
requires acc(Mem(n), _)
decreases Mem(n)
pure func Endless(n *Node) (r int) {
	return n == nil ? 0 : 1 + Endless(n)
}

ghost
requires n != nil
decreases
pure func Unowned(n *Node) (r uint32) { return n.value }
@*/

// @ requires Mem(n)
// @ ensures  Mem(r)
// @ decreases

// NoFold does not make its predicate.
func NoFold(n *Node, v uint32) (r *Node) {
	return &Node{value: v, next: n}
}

// @ requires Mem(n)
// @ ensures  Mem(r)
// @ decreases

// MayBeNil follows a pointer that may be nil.
func MayBeNil(n *Node) (r *Node) {
	// @ unfold Mem(n)
	return n.next
}

// @ requires Mem(n)
// @ ensures  Mem(r) && View(r) == old(View(n))
// @ decreases

// WrongView adds what it should not.
func WrongView(n *Node) (r *Node) {
	r = &Node{value: 1, next: n}
	// @ fold Mem(r)
	return r
}

// @ preserves Mem(n)
// @ decreases Mem(n)

// Circles calls itself with the same list.
func Circles(n *Node) {
	Circles(n)
}

// @ requires Mem(n) && n != nil
// @ ensures  Mem(n)
// @ decreases Mem(n)

// Regrown calls itself with a tail that it has made as long as the list was.
func Regrown(n *Node) {
	// @ unfold Mem(n)
	n.next = &Node{next: n.next}
	// @ fold Mem(n.next)
	Regrown(n.next)
	// @ fold Mem(n)
}

// @ preserves acc(Mem(n), p)
// @ decreases

// NoShare does not say that its share is positive.
func NoShare(n *Node /*@, ghost p perm @*/) {
}

// @ requires acc(p, 1/2) && acc(q, 1/2)
// @ ensures  acc(p, 1/2) && acc(q, 1/2)
// @ decreases

// Halves writes with two halves that need not meet.
func Halves(p, q *uint32) {
	*p = 1
}

// @ requires acc(p, 1/2) && acc(q, 1/2)
// @ ensures  acc(p, 1/2) && acc(q, 1/2) && *p != *q
// @ decreases

// Apart claims that two pointers lead to different values.
func Apart(p, q *uint32) {
}

// @ requires acc(p)
// @ decreases

// Take keeps its permission.
func Take(p *uint32) {
}

// @ requires acc(p)
// @ decreases

// AfterTake reads what it has given away.
func AfterTake(p *uint32) (n uint32) {
	Take(p)
	return *p
}

// @ requires acc(p)
// @ ensures  acc(p) && *p == old(*p)
// @ decreases

// Bump changes what it promises to keep.
func Bump(p *uint32) {
	*p = 1
}

// @ preserves acc(p)
// @ decreases

// Any may change what it is given.
func Any(p *uint32) {
}

// @ preserves acc(p)
// @ ensures   *p == old(*p)
// @ decreases

// ThroughAny trusts that a call keeps the value.
func ThroughAny(p *uint32) {
	Any(p)
}

// @ requires left ==> acc(p)
// @ requires !left ==> acc(q)
// @ decreases

// WrongSide writes to the place that it does not own.
func WrongSide(p, q *uint32, left bool) {
	if left {
		*q = 1
	} else {
		*p = 1
	}
}

// @ requires *p > 0
// @ decreases

// Unframed reads in its contract what it has no permission to.
func UnframedContract(p *uint32) {
}

// @ requires acc(p) && acc(p, 1/2)
// @ decreases

// TooMuch can never be called.
func TooMuch(p *uint32) {
}

// @ ensures acc(&r.value) && acc(&r.next)
// @ decreases

// OnlyOne gives one of two fields.
func OnlyOne(n *Node) (r *Node) {
	return n
}

// @ requires 0 <= n
// @ decreases n if n < 1000

// Jump leaves the condition of its measure.
func Jump(n int) {
	if n == 5 {
		Jump(2000)
	}
}

// @ requires forall q *uint32 :: { q in s } q in s ==> acc(q, 1/2)
// @ requires p in s
// @ decreases

// OneOfHalf writes with a share.
func OneOfHalf(p *uint32 /*@, ghost s set[*uint32] @*/) {
	*p = 5
}

// @ requires acc(d)
// @ ensures  acc(d) && old(d.value) == d.value
// @ decreases

// Stored changes a field through its address.
func Stored(d *Node) {
	p := &d.value
	*p = 3
}

// @ ensures acc(p) && *p == 1
// @ decreases

// Zero makes a number that is 0.
func Zero() (p *uint32) {
	return new(uint32)
}

// @ ensures false
// @ decreases

// FreshMeetsFresh claims that two new things are one.
func FreshMeetsFresh() {
	p := new(uint32)
	q := new(uint32)
	// @ assert p == q
	_, _ = p, q
}

// @ decreases

// AddressOfNil takes the address of a field of nil.
func AddressOfNil(n *Node) (p *uint32) {
	return &n.value
}

// @ preserves acc(p)
// @ requires *p < 1000
// @ decreases

// Wraps overflows a value from the heap.
func Wraps(p *uint32) {
	*p = *p * 5000000
}

// @ requires acc(p)
// @ decreases

// NotKept loses a value that the invariant does not keep.
func NotKept(p *uint32) {
	*p = 3
	// @ invariant acc(p) && 0 <= i && i <= 3
	// @ decreases 3 - i
	for i := 0; i < 3; i++ {
		*p = *p
	}
	// @ assert *p == 3
}

// @ requires acc(p)
// @ decreases

// OutsideLoop writes in a loop what stays outside it.
func OutsideLoop(p *uint32) {
	// @ invariant 0 <= i && i <= 3
	// @ decreases 3 - i
	for i := 0; i < 3; i++ {
		*p = 3
	}
}

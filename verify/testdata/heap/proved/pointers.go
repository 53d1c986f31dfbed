// +gobra

package proved

// @ requires p != nil ==> acc(p, 1/2)
// @ ensures  p != nil ==> acc(p, 1/2)
// @ ensures  p == nil ==> n == 0
// @ ensures  p != nil ==> n == *p
// @ decreases

// Value is what a pointer that may be nil points to.
func Value(p *uint32) (n uint32) {
	if p != nil {
		return *p
	}
	return 0
}

// @ preserves acc(p) && acc(q)
// @ ensures   *p == old(*q) && *q == old(*p)
// @ decreases

// Swap exchanges two values.
func Swap(p, q *uint32) {
	*p, *q = *q, *p
}

// @ ensures acc(p) && *p == 7
// @ decreases

// Seven makes a new number.
func Seven() (p *uint32) {
	p = new(uint32)
	*p = 7
	return p
}

// @ ensures a == 2 && b == 1
// @ decreases

// Locals swaps two shared locals.
func Locals() (a, b uint32) {
	x /*@@@*/ := uint32(1)
	y /*@@@*/ := uint32(2)
	Swap(&x, &y)
	return x, y
}

// @ requires left ==> acc(p)
// @ requires !left ==> acc(q)
// @ ensures  left ? acc(p) && *p == 1 : acc(q) && *q == 1
// @ decreases

// Either writes to one of two places; it owns that one only.
func Either(p, q *uint32, left bool) {
	if left {
		*p = 1
	} else {
		*q = 1
	}
}

// @ requires 0 < share
// @ preserves acc(p, share)
// @ ensures   n == *p
// @ decreases

// Read reads with any share of the permission.
func Read(p *uint32 /*@, ghost share perm @*/) (n uint32) {
	return *p
}

// @ preserves acc(p)
// @ ensures   n == *p
// @ decreases

// ReadHalf lends half of its permission.
func ReadHalf(p *uint32) (n uint32) {
	return Read(p /*@, perm(1/2) @*/)
}

// ReadOnly is a share.
// @ ghost const ReadOnly perm = 1/8

// @ preserves acc(p, ReadOnly)
// @ ensures   n == *p
// @ decreases

// Named names its share.
func Named(p *uint32) (n uint32) {
	return Read(p /*@, ReadOnly/2 @*/)
}

// Tree is a binary tree.
type Tree struct {
	left, right *Tree
	key         int
}

/*@
pred Sorted(t *Tree, low, high int) {
	t != nil ==> acc(t) && low <= t.key && t.key < high && Sorted(t.left, low, t.key) && Sorted(t.right, t.key, high)
}

ghost
requires acc(Sorted(t, low, high), _)
decreases Sorted(t, low, high)
pure func Keys(t *Tree, low, high int) (s set[int]) {
	return t == nil ? set[int]{} : unfolding acc(Sorted(t, low, high), _) in Keys(t.left, low, t.key) union set[int]{t.key} union Keys(t.right, t.key, high)
}
@*/

// @ preserves acc(Sorted(t, low, high), 1/2)
// @ ensures   found ==> low <= k && k < high
// @ decreases Sorted(t, low, high)

// Contains searches a sorted tree.
func Contains(t *Tree, k int /*@, ghost low int, ghost high int @*/) (found bool) {
	if t == nil {
		return false
	}
	// @ unfold acc(Sorted(t, low, high), 1/2)
	switch {
	case k == t.key:
		found = true
	case k < t.key:
		found = Contains(t.left, k /*@, low, t.key @*/)
	default:
		found = Contains(t.right, k /*@, t.key, high @*/)
	}
	// @ fold acc(Sorted(t, low, high), 1/2)
	return found
}

// @ requires Sorted(t, low, high) && low <= k && k < high
// @ ensures  Sorted(r, low, high) && Keys(r, low, high) == old(Keys(t, low, high)) union set[int]{k}
// @ decreases Sorted(t, low, high)

// Insert adds a key.
func Insert(t *Tree, k int /*@, ghost low int, ghost high int @*/) (r *Tree) {
	if t == nil {
		r = &Tree{key: k}
		// @ fold Sorted(r.left, low, k)
		// @ fold Sorted(r.right, k, high)
		// @ fold Sorted(r, low, high)
		return r
	}
	// @ unfold Sorted(t, low, high)
	if k < t.key {
		t.left = Insert(t.left, k /*@, low, t.key @*/)
	} else {
		t.right = Insert(t.right, k /*@, t.key, high @*/)
	}
	// @ fold Sorted(t, low, high)
	return t
}

// @ requires acc(p) && *p < 100
// @ ensures  acc(p) && *p == old(*p) + 2
// @ decreases

// Twice names a state in between.
func Twice(p *uint32) {
	*p = *p + 1
	// @ middle:
	*p = *p + 1
	// @ assert old[middle](*p) == old(*p) + 1
}

// @ requires forall q *uint32 :: { q in s } q in s ==> acc(q)
// @ requires p in s
// @ ensures  forall q *uint32 :: { q in s } q in s ==> acc(q)
// @ ensures  *p == 5
// @ decreases

// OneOf writes to a member of a set of pointers.
func OneOf(p *uint32 /*@, ghost s set[*uint32] @*/) {
	*p = 5
}

// @ requires acc(n) && (n.prev != nil ==> acc(n.prev, 1/2))
// @ decreases

// Link is true of a node and the one before it.
func Link(n *Double) {
}

// Double is a doubly linked node.
type Double struct {
	prev, next *Double
}

// @ preserves acc(&d.a) && acc(&d.b, 1/2)
// @ ensures   d.a == d.b
// @ decreases

// Fields owns one field and shares another.
func (d *Pair) Fields() {
	d.a = d.b
	p := &d.a
	*p = d.b
}

// Pair has two numbers.
type Pair struct{ a, b uint32 }

// @ decreases n if n < 1000
// @ requires 0 <= n

// Countdown ends when it starts below 1000.
func Countdown(n int) {
	if n < 1000 && n > 0 {
		Countdown(n - 1)
	}
}

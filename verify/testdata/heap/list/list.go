// +gobra

// Package list is a singly linked list of numbers.
package list

// Node is a list; nil is the empty one.
type Node struct {
	value uint32
	next  *Node
}

// Mem owns a list from a node on.
// @ pred Mem(n *Node) { n != nil ==> acc(n) && Mem(n.next) }

/*@
ghost
requires acc(Mem(n), _)
ensures  0 <= r
decreases Mem(n)
pure func Length(n *Node) (r int) {
	return n == nil ? 0 : unfolding acc(Mem(n), _) in 1 + Length(n.next)
}

ghost
requires acc(Mem(n), _)
decreases Mem(n)
pure func View(n *Node) (s seq[uint32]) {
	return n == nil ? seq[uint32]{} : unfolding acc(Mem(n), _) in seq[uint32]{n.value} ++ View(n.next)
}
@*/

// @ requires Mem(n)
// @ ensures  Mem(r) && r != nil && View(r) == seq[uint32]{v} ++ old(View(n))
// @ decreases

// Push puts v in front.
func Push(n *Node, v uint32) (r *Node) {
	r = &Node{value: v, next: n}
	// @ fold Mem(r)
	return r
}

// @ requires Mem(n) && n != nil
// @ ensures  Mem(r) && seq[uint32]{v} ++ View(r) == old(View(n))
// @ decreases

// Pop takes the first value.
func Pop(n *Node) (r *Node, v uint32) {
	// @ unfold Mem(n)
	return n.next, n.value
}

// @ requires  noPerm < p
// @ preserves acc(Mem(n), p)
// @ ensures  found == (v in View(n))
// @ decreases Mem(n)

// Has says whether v is in the list.
func Has(n *Node, v uint32 /*@, ghost p perm @*/) (found bool) {
	if n == nil {
		// @ assert View(n) == seq[uint32]{}
		return false
	}
	// @ unfold acc(Mem(n), p/2)
	if n.value == v {
		found = true
	} else {
		found = Has(n.next, v /*@, p/2 @*/)
	}
	// @ fold acc(Mem(n), p/2)
	return found
}

// @ requires Mem(n) && n != nil
// @ ensures  Mem(n) && View(n) == old(View(n)) ++ seq[uint32]{v}
// @ decreases Mem(n)

// Append puts v behind.
func Append(n *Node, v uint32) {
	// @ unfold Mem(n)
	if n.next == nil {
		n.next = &Node{value: v}
		// @ fold Mem(n.next.next)
		// @ fold Mem(n.next)
		// @ fold Mem(n)
		return
	}
	Append(n.next, v)
	// @ fold Mem(n)
}

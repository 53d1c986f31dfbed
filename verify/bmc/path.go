package bmc

import "warrant/verify/smt"

// path is a path condition: the conjunction of the conditions from the root down to the node. Paths share their
// beginnings, so that when two meet again the common part is found and only the difference decides between them.
type path struct {
	parent *path
	cond   *smt.Term
	full   *smt.Term
	depth  int
}

// state is what execution has made of memory along a path. A nil path means that no execution gets here.
type state struct {
	path *path
	heap heap
}

func (s state) dead() bool { return s.path == nil }

// rootPath is the condition true.
func rootPath(b *smt.Builder) *path { return &path{cond: b.True(), full: b.True()} }

// extend returns p and cond, or nil when that is false.
func (p *path) extend(b *smt.Builder, cond *smt.Term) *path {
	if p == nil || cond.IsTrue() {
		return p
	}
	full := b.And(p.full, cond)
	if full.IsFalse() {
		return nil
	}
	if full == p.full {
		return p
	}
	return &path{parent: p, cond: cond, full: full, depth: p.depth + 1}
}

// join returns the path p or q, and the condition that tells p from q on it.
func join(b *smt.Builder, p, q *path) (joined *path, isFirst *smt.Term) {
	switch {
	case p == nil:
		return q, b.False()
	case q == nil:
		return p, b.True()
	}
	common, restP, restQ := split(b, p, q)
	return common.extend(b, b.Or(restP, restQ)), restP
}

// split returns the longest common beginning of p and q and what each adds to it.
func split(b *smt.Builder, p, q *path) (common *path, restP, restQ *smt.Term) {
	var onlyP, onlyQ []*smt.Term
	for p != q {
		if p.depth >= q.depth {
			onlyP = append(onlyP, p.cond)
			p = p.parent
		} else {
			onlyQ = append(onlyQ, q.cond)
			q = q.parent
		}
	}
	return p, b.And(onlyP...), b.And(onlyQ...)
}

// implies tells whether q is known to hold whenever p does because p continues q.
func (p *path) implies(q *path) bool {
	for p != nil && p.depth >= q.depth {
		if p == q {
			return true
		}
		p = p.parent
	}
	return false
}

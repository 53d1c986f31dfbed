package bmc

import (
	"cmp"
	"slices"

	"warrant/verify/smt"
)

// path is a path condition: the conjunction of the conditions from the root down to the node. Paths share their
// beginnings, so that when two meet again the common part is found and only the difference decides between them.
type path struct {
	parent *path
	cond   *smt.Term
	full   *smt.Term
	// fact is known of the executions that go on here and no part of the condition; nil when there is none.
	fact  *smt.Term
	depth int
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

// joinDeepestFirst merges all of list, which is not empty: always two of those whose paths part last, so that conditions which
// parted the paths inside a branch fold away before those that led to it. PathOf must not give nil.
func joinDeepestFirst[T any](list []T, pathOf func(T) *path, join func(x, y T) T) T {
	if len(list) == 1 {
		return list[0]
	}
	// Each member climbs from its path towards the root, the lowest one first, until it meets another.
	type climber struct {
		at *path
		T  T
	}
	climbers := make([]climber, len(list))
	for i, x := range list {
		climbers[i] = climber{pathOf(x), x}
	}
	slices.SortStableFunc(climbers, func(x, y climber) int { return cmp.Compare(x.at.depth, y.at.depth) })
	for len(climbers) > 1 {
		last := climbers[len(climbers)-1]
		climbers = climbers[:len(climbers)-1]
		met := len(climbers) - 1
		for met >= 0 && climbers[met].at.depth == last.at.depth && climbers[met].at != last.at {
			met--
		}
		if met >= 0 && climbers[met].at == last.at {
			climbers[met].T = join(climbers[met].T, last.T)
			continue
		}
		last.at = last.at.parent
		place := len(climbers)
		for place > 0 && climbers[place-1].at.depth > last.at.depth {
			place--
		}
		climbers = slices.Insert(climbers, place, last)
	}
	return climbers[0].T
}

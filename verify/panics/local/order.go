package local

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// proof is the search for why a - b <= c at a point. It goes backwards: from a to what a cannot exceed, from b to what b cannot be below,
// by conditions, definitions and, for what loops carry, induction: the claim may be used for the turn before.
type proof struct {
	w     *World
	f     *function
	steps int
	// active are the claims about loop variables that are being proved.
	active []claim
	// resting counts the searches for what is left behind a sum's operand that are under way.
	resting int
	// failed remembers, for two terms at a place, the greatest gap that was not proved, and where nothing is gained by asking again.
	failed map[attempt]number
}

// attempt is a claim without its gap, where it was asked.
type attempt struct {
	a, b   term
	p      point
	active int
}

// claim is a - b <= gap.
type claim struct {
	a, b term
	gap  number
}

// searchLimit bounds the steps of a proof.
const searchLimit = 1500

// atMost tells whether x <= y at p in every execution. Operands are terms as written; extra holds at p as well.
func (f *function) atMost(w *World, x, y linearTerm, p point, extra []fact) bool {
	a, b := f.linearOf(w, x.term).plus(x.offset), f.linearOf(w, y.term).plus(y.offset)
	search := &proof{w: w, f: f}
	return search.prove(claim{a.base, b.base, b.offset.minus(a.offset)}, p, extra, 0)
}

// bound is a term that another one is compared with: at most target + gap, or at least.
type bound struct {
	target term
	gap    number
}

func (s *proof) prove(c claim, p point, extra []fact, depth int) bool {
	s.steps++
	if s.steps > searchLimit || depth > 24 {
		return false
	}
	key := attempt{c.a, c.b, p, len(s.active)}
	if gap, asked := s.failed[key]; asked && !gap.less(c.gap) {
		return false
	}
	if s.search(c, p, extra, depth) {
		return true
	}
	if s.failed == nil {
		s.failed = map[attempt]number{}
	}
	if gap, asked := s.failed[key]; !asked || gap.less(c.gap) {
		s.failed[key] = c.gap
	}
	return false
}

// search is prove without the memory of what failed.
func (s *proof) search(c claim, p point, extra []fact, depth int) bool {
	if c.a == c.b {
		return !c.gap.negative()
	}
	x, ok := s.f.spanAt(s.w, c.a, p, extra)
	y, also := s.f.spanAt(s.w, c.b, p, extra)
	if !ok || !also || x.empty() || y.empty() {
		return true // no execution gets here
	}
	if !c.gap.less(x.hi.minus(y.lo)) {
		return true
	}
	for _, other := range s.active {
		if other.a == c.a && other.b == c.b {
			return !c.gap.less(other.gap)
		}
	}
	above, below := s.guards(c, p, extra)
	for _, upper := range append(above, s.upper(c.a)...) {
		if s.available(upper.target, p) && s.prove(claim{upper.target, c.b, c.gap.minus(upper.gap)}, p, extra, depth+1) {
			return true
		}
	}
	for _, lower := range append(below, s.lower(c.b)...) {
		if s.available(lower.target, p) && s.prove(claim{c.a, lower.target, c.gap.plus(lower.gap)}, p, extra, depth+1) {
			return true
		}
	}
	return s.provePhi(c, depth)
}

func (s *proof) available(t term, p point) bool {
	return t.aspect == nothing || s.f.graph.available(t.value, p)
}

// guards returns what the conditions at p say of the two sides of c: a <= target + gap, and b >= target + gap.
func (s *proof) guards(c claim, p point, extra []fact) (above, below []bound) {
	f, w := s.f, s.w
	f.eachFact(p, extra, func(known fact) bool {
		if known.kind != compared || known.op == token.NEQ {
			return true
		}
		for _, edge := range f.edges(w, known) {
			if edge.a == c.a {
				above = append(above, bound{edge.b, edge.gap})
			}
			if edge.b == c.b {
				below = append(below, bound{edge.a, edge.gap.negate()})
			}
		}
		return true
	})
	return above, below
}

// edges returns a comparison as claims between terms, with those that it implies for the operands of an exact difference.
func (f *function) edges(w *World, known fact) (list []claim) {
	x, y := f.linearOf(w, known.x.term).plus(known.x.offset), f.linearOf(w, known.y.term).plus(known.y.offset)
	gap := y.offset.minus(x.offset)
	if known.op == token.LSS {
		gap = gap.minus(of(1))
	}
	list = f.addEdge(w, list, claim{x.base, y.base, gap})
	if known.op == token.EQL {
		list = f.addEdge(w, list, claim{y.base, x.base, gap.negate()})
	}
	return list
}

func (f *function) addEdge(w *World, list []claim, c claim) []claim {
	list = append(list, c)
	if c.b.aspect == nothing {
		// left - right <= gap
		if left, right, ok := f.difference(w, c.a); ok {
			list = append(list, claim{left.base, right.base, c.gap.minus(left.offset).plus(right.offset)})
		}
	}
	if c.a.aspect == nothing {
		// -(left - right) <= gap
		if left, right, ok := f.difference(w, c.b); ok {
			list = append(list, claim{right.base, left.base, c.gap.minus(right.offset).plus(left.offset)})
		}
	}
	return list
}

// difference returns the operands of t when it is exactly left - right.
func (f *function) difference(w *World, t term) (left, right linear, ok bool) {
	if t.aspect == whole {
		op, isBinOp := t.value.(*ssa.BinOp)
		if !isBinOp || op.Op != token.SUB || !f.fits(w, op) {
			return left, right, false
		}
		return f.linearOf(w, term{whole, op.X}), f.linearOf(w, term{whole, op.Y}), true
	}
	slice, isSlice := t.value.(*ssa.Slice)
	if !isSlice || slice.Low == nil || t.aspect == capacity && slice.Max == nil {
		if isSlice && slice.Low != nil && t.aspect == capacity {
			return f.linearOf(w, term{capacity, slice.X}), f.linearOf(w, term{whole, slice.Low}), true
		}
		return left, right, false
	}
	right = f.linearOf(w, term{whole, slice.Low})
	switch {
	case t.aspect == capacity:
		return f.linearOf(w, term{whole, slice.Max}), right, true
	case slice.High != nil:
		return f.linearOf(w, term{whole, slice.High}), right, true
	}
	return f.linearOf(w, term{length, slice.X}), right, true
}

// provePhi proves c for a value that depends on where control came from: for each way, at its end.
func (s *proof) provePhi(c claim, depth int) bool {
	var tried *ssa.BasicBlock
	for _, side := range []term{c.a, c.b} {
		phi, ok := phiOf(side)
		if !ok || phi.Block() == tried {
			continue
		}
		tried = phi.Block()
		if s.overEdges(c, tried, depth) {
			return true
		}
	}
	return false
}

func phiOf(t term) (*ssa.Phi, bool) {
	if t.aspect == nothing || t.aspect == capacity {
		return nil, false
	}
	phi, ok := t.value.(*ssa.Phi)
	return phi, ok
}

// overEdges proves c for each edge into block. Each side of c is a phi of block, which stands for its value of the edge, or is computed
// before block.
func (s *proof) overEdges(c claim, block *ssa.BasicBlock, depth int) bool {
	start := point{block, 0}
	left, leftMoves := phiOf(c.a)
	leftMoves = leftMoves && left.Block() == block
	right, rightMoves := phiOf(c.b)
	rightMoves = rightMoves && right.Block() == block
	if !leftMoves && !s.available(c.a, start) || !rightMoves && !s.available(c.b, start) {
		return false
	}
	s.active = append(s.active, c)
	defer func() { s.active = s.active[:len(s.active)-1] }()
	for i, pred := range block.Preds {
		if !s.f.arrives(pred, block) {
			continue
		}
		next := c
		if leftMoves {
			value := s.f.linearOf(s.w, term{c.a.aspect, left.Edges[i]})
			next.a, next.gap = value.base, next.gap.minus(value.offset)
		}
		if rightMoves {
			value := s.f.linearOf(s.w, term{c.b.aspect, right.Edges[i]})
			next.b, next.gap = value.base, next.gap.plus(value.offset)
		}
		if !s.prove(next, endOf(pred), s.f.edgeFacts(pred, block, 0), depth+1) {
			return false
		}
	}
	return true
}

// Package smt builds terms of the SMT-LIB language, prints queries, runs solver processes and reads models back.
//
// Terms live in a Builder, which shares equal terms (hash-consing) and simplifies while it builds, so that most of what a
// symbolic execution computes from constants never reaches a solver. Queries print shared terms by declare-fun and
// assert, never as define-fun macros, which solvers expand (measured: hundreds of times slower in Z3).
//
// Solvers are separate processes spoken to over pipes. The package knows neither Go programs nor proofs.
package smt

import (
	"fmt"
	"math/big"
	"math/bits"
)

// Op is the operator at the root of a term.
type Op uint8

// Operators. The argument order is that of SMT-LIB.
const (
	OpTrue Op = iota
	OpFalse
	OpBitVecConst
	OpIntConst
	OpSymbol  // a declared constant
	OpBound   // a variable bound by a quantifier
	OpApply   // a declared function applied to arguments
	OpNot     // Bool
	OpAnd     // Bool, n-ary
	OpOr      // Bool, n-ary
	OpImplies // Bool
	OpEq      // any sort
	OpIte     // any sort
	OpForall
	OpExists
	OpIntAdd
	OpIntSub
	OpIntMul
	OpIntDiv // Euclidean, as SMT-LIB's div
	OpIntMod // Euclidean, as SMT-LIB's mod
	OpRealDiv
	OpIntToReal
	OpLess      // Int or Real
	OpLessEqual // Int or Real
	OpBvAdd
	OpBvSub
	OpBvMul
	OpBvUdiv
	OpBvUrem
	OpBvSdiv
	OpBvSrem
	OpBvNeg
	OpBvNot
	OpBvAnd
	OpBvOr
	OpBvXor
	OpBvShl
	OpBvLshr
	OpBvAshr
	OpBvUlt
	OpBvUle
	OpBvSlt
	OpBvSle
	OpConcat
	OpExtract    // bits high..low of the argument
	OpZeroExtend // to the width of the sort
	OpSignExtend // to the width of the sort
	OpBvToInt    // unsigned value
	OpIntToBv    // modulo 2^width
	OpSelect
	OpStore
	OpConstArray // every element equal to the argument
)

// Term is an immutable node of a shared expression graph. Terms of one Builder are equal exactly when their pointers are.
type Term struct {
	op   Op
	sort *Sort
	args []*Term
	// name is the symbol of OpSymbol, OpBound and OpApply.
	name string
	// word is the value of OpBitVecConst, and high<<32|low of OpExtract.
	word uint64
	// number is the value of OpIntConst.
	number *big.Int
	// patterns are the triggers of a quantifier, and bound its variables.
	patterns [][]*Term
	bound    []*Term
	// id orders terms by creation: arguments come before what uses them.
	id int
	// low and high enclose the unsigned value of a bit-vector term of at most 64 bits.
	low, high uint64
	// open tells that the term mentions a bound variable which an enclosing quantifier binds.
	open bool
}

// Op returns the operator of t.
func (t *Term) Op() Op { return t.op }

// Sort returns the sort of t.
func (t *Term) Sort() *Sort { return t.sort }

// Args returns the arguments of t; the caller must not change the slice.
func (t *Term) Args() []*Term { return t.args }

// Name returns the symbol of a declared constant, bound variable or applied function.
func (t *Term) Name() string { return t.name }

// ID returns the creation order of t inside its Builder.
func (t *Term) ID() int { return t.id }

// Width returns the number of bits of a bit-vector term, and 0 for other sorts.
func (t *Term) Width() int { return t.sort.width }

// IsTrue tells whether t is the constant true.
func (t *Term) IsTrue() bool { return t.op == OpTrue }

// IsFalse tells whether t is the constant false.
func (t *Term) IsFalse() bool { return t.op == OpFalse }

// IsConst tells whether t is a constant of Bool, Int or a bit-vector sort.
func (t *Term) IsConst() bool {
	return t.op == OpTrue || t.op == OpFalse || t.op == OpBitVecConst || t.op == OpIntConst
}

// Word returns the value of a bit-vector constant of at most 64 bits.
func (t *Term) Word() (value uint64, ok bool) { return t.word, t.op == OpBitVecConst }

// Number returns the value of an integer constant; the caller must not change it.
func (t *Term) Number() (value *big.Int, ok bool) { return t.number, t.op == OpIntConst }

// Range returns bounds of the unsigned value of a bit-vector term of at most 64 bits, cheaply computed from its shape.
func (t *Term) Range() (low, high uint64) { return t.low, t.high }

// wordMask returns the ones of a word of width bits, 1 <= width <= 64.
func wordMask(width int) uint64 {
	if width >= 64 {
		return ^uint64(0)
	}
	return 1<<width - 1
}

// signed reads the low width bits of value as a two's complement number.
func signed(value uint64, width int) int64 {
	shift := 64 - width
	return int64(value<<shift) >> shift
}

type termKey struct {
	op      Op
	sort    *Sort
	name    string
	word    uint64
	a, b, c *Term
	rest    string
}

// Builder creates and owns terms. It is not safe for concurrent use; give each harness or function its own.
type Builder struct {
	table    map[termKey]*Term
	count    int
	symbols  map[string]*Term
	funcs    map[string]*Func
	fresh    map[string]int
	trueTerm *Term
	falseOne *Term
}

// Func is a declared function symbol.
type Func struct {
	name   string
	params []*Sort
	result *Sort
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{
		table: make(map[termKey]*Term), symbols: make(map[string]*Term), funcs: make(map[string]*Func),
		fresh: make(map[string]int),
	}
	b.trueTerm = b.intern(Term{op: OpTrue, sort: Bool})
	b.falseOne = b.intern(Term{op: OpFalse, sort: Bool})
	return b
}

// Size returns the number of distinct terms made so far.
func (b *Builder) Size() int { return b.count }

func (b *Builder) intern(t Term) *Term {
	key := termKey{op: t.op, sort: t.sort, name: t.name, word: t.word}
	switch len(t.args) {
	case 0:
	case 1:
		key.a = t.args[0]
	case 2:
		key.a, key.b = t.args[0], t.args[1]
	case 3:
		key.a, key.b, key.c = t.args[0], t.args[1], t.args[2]
	default:
		key.rest = idList(t.args)
	}
	if t.op == OpIntConst {
		key.rest = t.number.String()
	}
	if t.op == OpForall || t.op == OpExists {
		key.rest = idList(t.bound)
		for _, pattern := range t.patterns {
			key.rest += "|" + idList(pattern)
		}
	}
	if found, ok := b.table[key]; ok {
		return found
	}
	node := &t
	node.id = b.count
	b.count++
	for _, arg := range t.args {
		node.open = node.open || arg.open
	}
	if t.op == OpBound {
		node.open = true
	}
	if t.op == OpForall || t.op == OpExists {
		node.open = escapes(node)
	}
	if t.sort.kind == KindBitVec && t.sort.width <= 64 {
		node.low, node.high = rangeOf(node)
	}
	b.table[key] = node
	return node
}

func idList(terms []*Term) string {
	text := make([]byte, 0, 8*len(terms))
	for _, t := range terms {
		id := t.id
		text = append(text, byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
	}
	return string(text)
}

// escapes tells whether quantifier q mentions a bound variable that it does not bind itself.
func escapes(q *Term) bool {
	inside := make(map[*Term]bool)
	for _, v := range q.bound {
		inside[v] = true
	}
	seen := make(map[*Term]bool)
	var visit func(t *Term) bool
	visit = func(t *Term) bool {
		if !t.open || seen[t] {
			return false
		}
		seen[t] = true
		if t.op == OpBound {
			return !inside[t]
		}
		for _, arg := range t.args {
			if visit(arg) {
				return true
			}
		}
		return false
	}
	return visit(q.args[0])
}

// True returns the constant true.
func (b *Builder) True() *Term { return b.trueTerm }

// False returns the constant false.
func (b *Builder) False() *Term { return b.falseOne }

// Bool returns the constant value.
func (b *Builder) Bool(value bool) *Term {
	if value {
		return b.trueTerm
	}
	return b.falseOne
}

// Word returns the constant value modulo 2^width, 1 <= width <= 64.
func (b *Builder) Word(value uint64, width int) *Term {
	if width > 64 {
		panic(fmt.Sprintf("smt.Word: width %d", width))
	}
	return b.intern(Term{op: OpBitVecConst, sort: BitVec(width), word: value & wordMask(width)})
}

// Integer returns the constant value of sort Int.
func (b *Builder) Integer(value int64) *Term { return b.BigInteger(big.NewInt(value)) }

// BigInteger returns the constant value of sort Int; value is copied.
func (b *Builder) BigInteger(value *big.Int) *Term {
	return b.intern(Term{op: OpIntConst, sort: Int, number: new(big.Int).Set(value)})
}

// Symbol returns the declared constant called name. Asking again for name with another sort panics: it would be two
// declarations of one symbol.
func (b *Builder) Symbol(name string, sort *Sort) *Term {
	if found, ok := b.symbols[name]; ok {
		if found.sort != sort {
			panic(fmt.Sprintf("smt.Symbol: %s has sort %s, not %s", name, found.sort, sort))
		}
		return found
	}
	t := b.intern(Term{op: OpSymbol, sort: sort, name: name})
	b.symbols[name] = t
	return t
}

// Fresh returns a declared constant whose name starts with prefix and that no earlier call returned.
func (b *Builder) Fresh(prefix string, sort *Sort) *Term {
	for {
		b.fresh[prefix]++
		name := fmt.Sprintf("%s!%d", prefix, b.fresh[prefix])
		if _, taken := b.symbols[name]; !taken {
			return b.Symbol(name, sort)
		}
	}
}

// Bound returns a variable to be bound by Forall or Exists. Names must differ between nested quantifiers.
func (b *Builder) Bound(name string, sort *Sort) *Term {
	return b.intern(Term{op: OpBound, sort: sort, name: name})
}

// Function declares an uninterpreted function. Declaring a name again with another signature panics.
func (b *Builder) Function(name string, params []*Sort, result *Sort) *Func {
	if found, ok := b.funcs[name]; ok {
		same := found.result == result && len(found.params) == len(params)
		for i := 0; same && i < len(params); i++ {
			same = found.params[i] == params[i]
		}
		if !same {
			panic(fmt.Sprintf("smt.Function: %s declared with two signatures", name))
		}
		return found
	}
	f := &Func{name: name, params: append([]*Sort{}, params...), result: result}
	b.funcs[name] = f
	return f
}

// Apply returns f applied to args; it panics when their sorts do not fit.
func (b *Builder) Apply(f *Func, args ...*Term) *Term {
	if len(args) != len(f.params) {
		panic(fmt.Sprintf("smt.Apply: %s takes %d arguments, not %d", f.name, len(f.params), len(args)))
	}
	for i, arg := range args {
		if arg.sort != f.params[i] {
			panic(fmt.Sprintf("smt.Apply: argument %d of %s has sort %s, not %s", i, f.name, arg.sort, f.params[i]))
		}
	}
	if len(args) == 0 {
		return b.Symbol(f.name, f.result)
	}
	return b.intern(Term{op: OpApply, sort: f.result, name: f.name, args: append([]*Term{}, args...)})
}

// cappedBy returns the largest value of t where condition is as holds says, when the condition compares t itself with a constant.
func cappedBy(condition, t *Term, holds bool) uint64 {
	if condition.op != OpBvUlt {
		return t.high
	}
	left, right := condition.args[0], condition.args[1]
	switch {
	case holds && left == t && right.low == right.high && right.low > 0:
		return min(t.high, right.low-1)
	case !holds && right == t && left.low == left.high:
		return min(t.high, left.low)
	}
	return t.high
}

// rangeOf computes bounds of the unsigned value of t from those of its arguments.
func rangeOf(t *Term) (low, high uint64) {
	full := wordMask(t.sort.width)
	arg := func(i int) *Term { return t.args[i] }
	switch t.op {
	case OpBitVecConst:
		return t.word, t.word
	case OpIte:
		return min(arg(1).low, arg(2).low), max(cappedBy(arg(0), arg(1), true), cappedBy(arg(0), arg(2), false))
	case OpZeroExtend:
		return arg(0).low, arg(0).high
	case OpSignExtend:
		if arg(0).high < 1<<(arg(0).sort.width-1) {
			return arg(0).low, arg(0).high
		}
	case OpBvAnd:
		return 0, min(arg(0).high, arg(1).high)
	case OpBvOr:
		return max(arg(0).low, arg(1).low), wordMask(max(bits.Len64(arg(0).high|arg(1).high), 1))
	case OpBvXor:
		return 0, wordMask(max(bits.Len64(arg(0).high|arg(1).high), 1))
	case OpBvAdd:
		if sum, carry := bits.Add64(arg(0).high, arg(1).high, 0); carry == 0 && sum <= full {
			return arg(0).low + arg(1).low, sum
		}
	case OpBvSub:
		if arg(0).low >= arg(1).high {
			return arg(0).low - arg(1).high, arg(0).high - arg(1).low
		}
	case OpBvMul:
		if carry, product := bits.Mul64(arg(0).high, arg(1).high); carry == 0 && product <= full {
			return arg(0).low * arg(1).low, product
		}
	case OpBvUdiv:
		if arg(1).low > 0 {
			return arg(0).low / arg(1).high, arg(0).high / arg(1).low
		}
	case OpBvUrem:
		if arg(1).low > 0 {
			return 0, min(arg(0).high, arg(1).high-1)
		}
	case OpBvLshr:
		if arg(1).low < 64 {
			return 0, arg(0).high >> arg(1).low
		}
		return 0, 0
	case OpExtract:
		lowBit := int(t.word & 0xffffffff)
		if arg(0).sort.width <= 64 && arg(0).high>>lowBit <= full {
			return arg(0).low >> lowBit, arg(0).high >> lowBit
		}
	case OpConcat:
		right := arg(1).sort.width
		return arg(0).low<<right | arg(1).low, arg(0).high<<right | arg(1).high
	}
	return 0, full
}

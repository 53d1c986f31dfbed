package deduce_test

// The templates of the soundness search. {a|b|c} is a choice, of which the first is likelier and mostly the true one; \| is a bar in it. The same
// choice twice in a template is taken alike. F and G get names of their own.

// shared are the types of all templates.
const shared = `// S is a state.
type S struct {
	a uint8
	b uint32
	c [4]uint8
}

// Row is a part of Grid.
type Row struct {
	v  uint16
	at [2]uint8
}

// Grid has nested arrays.
type Grid struct {
	n    int32
	rows [3]Row
}

// Wide has so many fields that the encoder names each part of it, and so many parts that what its type says is said by a function.
type Wide struct {
	a0, a1, a2, a3, a4, a5, a6, a7, a8, a9           uint8
	b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1 uint16
	row  Row
	at   [4]uint8
	rows [4]Row
}

// Bag is a circular buffer behind a predicate.
type Bag struct {
	cells [8]uint8
	head  uint32
	n     uint32
}

// @ pred (q *Bag) Mem() {
// @ 	acc(q) && q.head < 8 && q.n <= 8
// @ }

// @ ghost
// @ requires acc(q.Mem(), _)
// @ decreases
// @ pure func (q *Bag) View() seq[uint8] { return unfolding acc(q.Mem(), _) in seq(q.cells) }

// @ ghost
// @ requires acc(q.Mem(), _)
// @ decreases
// @ pure func (q *Bag) Count() int { return unfolding acc(q.Mem(), _) in int(q.n) }

// @ ghost
// @ requires acc(q.Mem(), _)
// @ decreases
// @ pure func (q *Bag) Head() int { return unfolding acc(q.Mem(), _) in int(q.head) }
`

// arithmetic: every operator on every width, signs, conversions, wraps.
var arithmetic = []string{
	`// @ requires {-100|-128|-3} <= x && x <= {100|127|120} && {1|0|-1|-5} <= y && y <= {20|127}
// @ ensures  r == x / y {|+ 0|+ 1}
// @ ensures  {x < 0 ==> r <= 0|r * y <= x|x >= 0 ==> r >= 0|r == x / y}
// @ decreases
func F(x, y int8) (r int8) { return x / y }`,
	`// @ requires y != 0 {|&& y != -1|&& x != -128}
// @ ensures  r == x % y && {(-y < r \|\| r < y)|r >= 0|r < y|x >= 0 ==> r >= 0}
// @ decreases
func F(x, y {int16|int8|int64}) (r {int16|int8|int64}) { return x % y }`,
	`// @ requires {0 <= x|-5 <= x} && x <= {1000|32767}
// @ ensures  {r == x / 8|r == x * 8|r <= x|r >= x / 9}
// @ decreases
func F(x int16) (r int16) { return x >> {3|2|4} }`,
	`// @ requires x < {16|32|200} && y < {16|8|255}
// @ ensures  {r == x * 16 + y|r <= 255|r >= x|r == x + y * 16}
// @ decreases
func F(x, y {uint8|uint16|uint32}) (r {uint8|uint16|uint32}) { return {x<<4 \| y|x<<4 + y|x<<4 ^ y} }`,
	`// @ ensures {r == x % 8|r < 8|r <= 8|r == x % 16|r == 0 \|\| x >= 8} {|&& r <= x}
// @ decreases
func F(x {uint8|uint32|uint64|int32}) (r {uint8|uint32|uint64|int32}) { return x & {7|15|8|6} }`,
	`// @ ensures {r + x % 16 == x|r % 16 == 0|r <= x|r == x / 16}
// @ decreases
func F(x {uint8|uint16|uint32}) (r {uint8|uint16|uint32}) { return x &^ {15|7|16} }`,
	`// @ ensures {r == 255 - x|r + x == 255|r == x|r <= 254}
// @ decreases
func F(x uint8) (r uint8) { return {^x|x ^ 255|x ^ 254} }`,
	`// @ requires x <= {127|126|100} {|&& x >= -127|&& x > -100}
// @ ensures  {r == -x|r == x|r >= 0|x > 0 ==> r < 0}
// @ decreases
func F(x {int8|int16}) (r {int8|int16}) { return -x }`,
	`// @ requires {0 <= x && x <= 255|0 <= x && x <= 256|x <= 255|-1 <= x && x <= 200}
// @ ensures  {int(r) == int(x)|int(r) <= 255|r == 0 \|\| x > 0}
// @ decreases
func F(x {int|int32|int16|int64}) (r uint8) { return uint8(x) }`,
	`// @ requires {x <= 127|x <= 128|x < 200}
// @ ensures  {r >= 0|int(r) == int(x)|r < 127}
// @ decreases
func F(x uint8) (r int8) { return int8(x) }`,
	`// @ ensures {int(r) == (int(x) + int(y)) % 256|int(r) == int(x) + int(y)|r >= x|int(r) == (int(x) + int(y)) % 255}
// @ decreases
func F(x, y uint8) (r uint8) {
	//gosure:wraps "a sum of bytes"
	return x + y
}`,
	`// @ ensures {int(r) == (int(x) - int(y) + 65536) % 65536|int(r) == int(x) - int(y)|r <= x|x >= y ==> r <= x}
// @ decreases
func F(x, y uint16) (r uint16) {
	//gosure:wraps "a distance"
	return x - y
}`,
	`// @ ensures {int(r) == int(x) % 256|int(r) == int(x)|r <= 255 && int(r) <= int(x)|int(r) == int(x) % 128}
// @ decreases
func F(x {uint16|uint32|uint64}) (r uint8) {
	//gosure:wraps "the low byte"
	return uint8(x)
}`,
	`// @ requires x <= {4294967294|4294967295|1000}
// @ ensures  {uint64(r) == uint64(x) + 1|r > 0|r > x}
// @ decreases
func F(x uint32) (r uint32) { {r = x + 1|r = x; r++|r = x; r += 1}
	return r
}`,
	`// @ requires x {>= 10|> 10|>= 9} && x <= {2000000000|4294967295}
// @ ensures  {r == (x - 10) * 2 / 2|r == x - 10|r < x|r <= x - 11}
// @ decreases
func F(x uint32) (r uint32) { return x {- 10|- 11|/ 2} }`,
	`// @ requires {0 <= x && x < 1000 && 0 <= y && y < 1000|x < 1000 && y < 1000}
// @ ensures  {r == x*y|r <= x * 999|r >= x|r == y*x}
// @ decreases
func F(x, y {int32|int64|uint32|int16}) (r {int32|int64|uint32|int16}) { return x * y }`,
	`// @ ensures {uint64(r) == (uint64(b) + 4294967296 - uint64(a)) % 4294967296|b >= a ==> r == b - a|r <= b|a != b ==> r > 0}
// @ decreases
func F(a, b uint32) (r uint32) { return uint32((uint64(b) + 4294967296 - uint64(a)) % 4294967296) }`,
	`// @ requires k < {8|9|31|32}
// @ ensures  {r == 1 \|\| r >= 2|r >= k|r <= 128|r > 0}
// @ decreases
func F(k uint32) (r uint32) { return 1 << k }`,
	`// @ ensures {r == (x && !y)|r ==> x|r == (x \|\| y)|!x ==> !r}
// @ decreases
func F(x, y bool) (r bool) { return x && {!y|y} }`,
	`// @ ensures {r == (x > y ? x : y)|r >= x && r >= y|r == x \|\| r == y|r > y}
// @ decreases
func F(x, y {int8|uint32|int64}) (r {int8|uint32|int64}) {
	if x {>|>=|<} y {
		return x
	}
	return y
}`,
}

// partial: operations that are not defined everywhere, and callees that demand something.
var partial = []string{
	`// @ requires {y != 0|y < 50|x > 0|y >= 0}
// @ ensures  r <= x
// @ decreases
func F(x, y {uint8|uint32}) (r {uint8|uint32}) { return x {/|%} y }`,
	`// @ preserves acc(b, 1/2)
// @ requires  {0 <= n && n <= len(b)|n <= len(b)|0 <= n|0 <= n && n <= 3}
// @ ensures   {r == n|r <= n}
// @ decreases
func F(b []uint8, n int) (r int) {
	w := b[{:n|n:n|:n:n}]
	return len(w) {|+ n}
}`,
	`// @ requires x < 10
// @ ensures  r == x * 25
// @ decreases
func G(x uint8) (r uint8) { return x * 25 }

// @ requires {x < 10|x < 20|x != 10|x <= 10}
// @ ensures  {r == x * 25|r <= 225|r >= x}
// @ decreases
func F(x uint8) (r uint8) { return G({x|x % 10|x}) }`,
	`// @ preserves acc(b, 1/2)
// @ requires  {0 <= i && i < len(b)|i < len(b)|0 <= i|0 <= i && i <= len(b)}
// @ ensures   {r == b[i]|r <= 255}
// @ decreases
func F(b []uint8, i int) (r uint8) { return b[{i|i}] }`,
}

// control: loops, switches, labels, early returns, recursion.
var control = []string{
	`// @ requires n <= {100|200|1000}
// @ ensures  {r == n * 2|r >= n|r <= 200|r == n * 3}
// @ decreases
func F(n uint32) (r uint32) {
	// @ invariant i <= n && r == {2|3} * i
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		r += {2|3|1}
	}
	return r
}`,
	`// @ ensures {r == 7|r <= 9|r == 6|r >= 8}
// @ decreases
func F() (r int) {
	// @ invariant 0 <= i && i <= 10 && r == i
	// @ decreases 10 - i
	for i := 0; i < 10; i++ {
		if i == {7|6|9} {
			{break|return r}
		}
		r = i + 1
	}
	return r
}`,
	`// @ ensures {r <= 3|r == 3|r < 3}
// @ decreases
func F(s [4]uint8, v uint8) (r int) {
	// @ invariant 0 <= i && i <= 4 && 0 <= r && r <= {3|i}
	// @ decreases 4 - i
outer:
	for i := 0; i < 4; i++ {
		if s[i] == v {
			{continue outer|break outer}
		}
		if r < 3 {
			r++
		}
	}
	return r
}`,
	`// @ ensures {x == 1 ==> r == 10|x == 2 ==> r == 10|x > 5 ==> r == 7|r >= 7|x == 3 ==> r == 30}
// @ decreases
func F(x uint8) (r uint8) {
	switch {x|x % 4} {
	case 1, {2|3}:
		r = 10
	default:
		return 7
	case {4|9}:
		r = 40
		if x == 4 {
			break
		}
		r = 30
	}
	return r
}`,
	`// @ ensures {x < 10 ==> r == 1|x >= 20 ==> r == 3|r >= 1 && r <= 3|x == 10 ==> r == 1}
// @ decreases
func F(x uint32) (r uint32) {
	switch {
	case x < {10|11}:
		return 1
	case x < 20:
		return 2
	}
	return 3
}`,
	`// @ requires n <= {50|60000}
// @ ensures  {uint64(r) == uint64(n) * (uint64(n) + 1) / 2|r >= n|n > 0 ==> r > 0|r == n}
// @ decreases n
func F(n uint32) (r uint32) {
	if n == 0 {
		return 0
	}
	return F(n-1) + n
}`,
	`// @ ensures {a == y && b == x|a == x && b == y|a == b|a == y}
// @ decreases
func F(x, y int32) (a, b int32) {
	a, b = x, y
	{a, b = b, a|a = b; b = a|b, a = a, b}
	return a, b
}`,
	`// @ requires x < 1000
// @ ensures  {q == x / 7 && m == x % 7|q * 7 + m == x|m < 7 && q <= 142|m <= 7|q == x / 6}
// @ decreases
func G(x uint32) (q, m uint32) { return x / 7, x % 7 }

// @ requires x < 1000
// @ ensures  {r == x|r <= x|r < 1000|r >= x / 7}
// @ decreases
func F(x uint32) (r uint32) {
	q, m := G(x)
	return q*7 + m
}`,
	`// @ ensures r == ({x % 2 == 0|x % 2 == 1|true})
// @ decreases
// @ pure
func G(x uint32) (r bool) { return x%2 == 0 }

// @ requires x < 100
// @ ensures  {G(r) == G(x)|G(r)|r == x + 2|!G(r)}
// @ decreases
func F(x uint32) (r uint32) { return x + {2|1|4} }`,
	`// @ ensures {r == 5|r >= 5|r == 4}
// @ decreases
func F() (r int) {
	// @ invariant r == i
	for i := range {5|4|6} {
		r = i + 1
	}
	return r
}`,
}

package deduce_test

// memory: structs, nested arrays, value semantics, pointers to parts, predicates.
var memory = []string{
	`// @ preserves acc(s)
// @ ensures   {s.c[1] == x && s.c[2] == old(s.c[2])|s.c[2] == old(s.c[2])|s.c == old(s.c)|s.c[1] == old(s.c[1]) \|\| s.c[1] == x|s.c[0] == x}
// @ decreases
func (s *S) F(x uint8) {
	p := &s.c[{1|2|0}]
	*p = x
}`,
	`// @ preserves acc(s)
// @ ensures   {r == old(s.c[0])|s.c == old(s.c)|r == 9|s.c[0] == 9}
// @ decreases
func (s *S) F() (r uint8) {
	d := s.c
	d[0] = 9
	{|s.c = d|d[1] = d[0]}
	return {s.c[0]|d[0]}
}`,
	`// @ preserves acc(s)
// @ ensures   {s.b == 5 && s.a == old(s.a)|s.a == old(s.a)|s.b == old(s.b)|s.b == 5 && s.c == old(s.c)}
// @ decreases
func (s *S) F() {
	t := *s
	t.b = 5
	{*s = t|s.b = t.b|t.a = s.a}
}`,
	`// @ preserves acc(p) && acc(q)
// @ ensures   {p.b == 1 && q.b == 2|p.b == old(q.b)|q.b == 2|p.a == old(p.a) && q.a == old(q.a)|p.b == q.b}
// @ decreases
func F(p, q *S) {
	{p.b, q.b = 1, 2|p.b = 1; q.b = 2|q.b = 2; p.b = q.b - 1}
}`,
	`// @ preserves acc(g)
// @ requires  i < 3 && j < 2
// @ ensures   {g.rows[i].at[j] == v|g.rows[i].at[j] == v && g.n == old(g.n)|g.rows[0].at[1] == v|g.rows[1] == old(g.rows[1]) \|\| i == 1|g.rows[2].v == old(g.rows[2].v)}
// @ decreases
func (g *Grid) F(i, j uint32, v uint8) {
	g.rows[i].at[{j|1|j % 2}] = v
}`,
	`// @ preserves acc(g)
// @ requires  i < 3
// @ ensures   {r.v == old(g.rows[i].v)|g.rows[i].v == 7|g.rows[i] == old(g.rows[i])|r.v == 7}
// @ ensures   {forall k int :: { g.rows[k] } 0 <= k && k < 3 && k != int(i) ==> g.rows[k] == old(g.rows[k])|g.n == old(g.n)}
// @ decreases
func (g *Grid) F(i uint32) (r Row) {
	r = g.rows[i]
	{g.rows[i].v = 7|g.rows[i] = Row{v: 7, at: r.at}|r.v = 7}
	return r
}`,
	`// @ preserves acc(s)
// @ ensures   {forall k int :: { s.c[k] } 0 <= k && k < 4 ==> s.c[k] == v|s.c[3] == v|s.a == old(s.a)|s.b == old(s.b)}
// @ decreases
func (s *S) F(v uint8) {
	// @ invariant acc(s) && i <= 4 && s.a == old(s.a)
	// @ invariant forall k int :: { s.c[k] } 0 <= k && k < int(i) ==> s.c[k] == v
	// @ decreases 4 - i
	for i := uint32(0); i < {4|3}; i++ {
		s.c[i] = {v|v / 2 + v / 2}
	}
}`,
	`// @ preserves acc(s) && s.b < 100
// @ ensures   {s.b <= old(s.b) + 1|s.b == old(s.b) + 1|r == (old(s.b) < 99)|!r ==> s.b == old(s.b)}
// @ decreases
func (s *S) F() (r bool) {
	if s.b {>= 99|== 99|> 98} {
		return false
	}
	s.b++
	return true
}`,
	`// @ preserves acc(s)
// @ ensures   {s.b == x|s.a == old(s.a)|s.c == old(s.c)}
// @ decreases
func (s *S) G(x uint32) { s.b = {x|x / 2 * 2} }

// @ preserves acc(s) && acc(t)
// @ ensures   {s.b == 3 && t.b == 4|t.b == 4|s.a == old(s.a)|s.b == t.b|t.c == old(t.c)}
// @ decreases
func F(s, t *S) {
	s.G(3)
	t.G({4|3|s.b + 1})
}`,
	`// @ preserves q.Mem()
// @ ensures   {r == (old(q.Count()) < 8)|r == (old(q.Count()) < 7)|true}
// @ ensures   {r ==> q.Count() == old(q.Count()) + 1|q.Count() >= old(q.Count())|q.Count() == old(q.Count())}
// @ ensures   {r ==> q.View() == old(q.View())[(old(q.Head()) + old(q.Count())) % 8 = v]|!r ==> q.View() == old(q.View())|q.View()[old(q.Head())] == v}
// @ decreases
func (q *Bag) F(v uint8) (r bool) {
	// @ unfold q.Mem()
	// @ defer fold q.Mem()
	if q.n {>= 8|== 8|>= 7} {
		return false
	}
	q.cells[(q.head+q.n)%8] = v
	q.n++
	return true
}`,
	`// @ preserves q.Mem()
// @ ensures   {r ==> v == old(q.View())[old(q.Head())]|r == (old(q.Count()) > 0)|q.View() == old(q.View())|v == old(q.View())[0]}
// @ ensures   {r ==> q.Head() == (old(q.Head()) + 1) % 8|q.Head() >= old(q.Head())|q.Count() <= old(q.Count())}
// @ decreases
func (q *Bag) F() (v uint8, r bool) {
	// @ unfold q.Mem()
	if q.n == 0 {
		// @ fold q.Mem()
		return 0, false
	}
	v = q.cells[q.head]
	q.head = (q.head + 1) {% 8|% 4|% 7}
	q.n--
	// @ fold q.Mem()
	return v, true
}`,
	`// @ preserves acc(q.Mem(), 1/2)
// @ ensures   {int(r) == q.Count()|r <= 8|r == 0|int(r) == q.Head()}
// @ decreases
func (q *Bag) F() (r uint32) {
	// @ unfold acc(q.Mem(), 1/2)
	// @ defer fold acc(q.Mem(), 1/2)
	return {q.n|q.n % 9|q.head}
}`,
	`// @ {preserves|requires} acc(&p.v)
// @ ensures   {p.v == x|p.v == old(p.v)|p.v >= x|true}
// @ decreases
func (p *Row) G(x uint16) { p.v = {x|x / 2 * 2} }

// @ preserves forall k int :: { &g.rows[k] } 0 <= k && k < 3 ==> acc(&g.rows[k].v)
// @ requires  i < 3 && j < 3 {&& i != j|}
// @ ensures   {g.rows[j].v == y|g.rows[i].v == x|g.rows[i].v == x && g.rows[j].v == y|forall k int :: { g.rows[k] } 0 <= k && k < 3 && k != int(j) ==> g.rows[k].v == old(g.rows[k].v)|g.rows[0].v == old(g.rows[0].v) \|\| i == 0 \|\| j == 0}
// @ decreases
func (g *Grid) F(i, j uint32, x, y uint16) {
	p := &g.rows[i]
	p.G(x)
	{q := &g.rows[j]; q.G(y)|g.rows[j].v = y|p = &g.rows[j]; p.G(y)}
}`,
	`// @ preserves acc(&p.v) && acc(&q.v)
// @ ensures   p.v == 1 && q.v == {2|p.v + 1}
// @ decreases
func G(p, q *Row) { {p.v, q.v = 1, 2|q.v = 2; p.v = 1} }

// @ preserves forall k int :: { &g.rows[k] } 0 <= k && k < 3 ==> acc(&g.rows[k].v)
// @ requires  i < 3 && j < 3 {&& i != j|&& i <= j|}
// @ ensures   {g.rows[i].v == 1|g.rows[j].v == 2|g.rows[i].v != g.rows[j].v}
// @ decreases
func (g *Grid) F(i, j uint32) { G(&g.rows[i], &g.rows[j]) }`,
	`// @ preserves acc(&g.n) && g.n < 100
// @ preserves forall k int :: { &g.rows[k] } 0 <= k && k < 3 ==> acc(&g.rows[k].v) && acc(&g.rows[k].at)
// @ ensures   {g.n == old(g.n)|forall k int :: { g.rows[k] } 0 <= k && k < 3 ==> g.rows[k].v == old(g.rows[k].v)|g.rows[1].at[0] == v|g.n <= old(g.n) + 3|g.rows[2].at == old(g.rows[2].at)}
// @ decreases
func (g *Grid) F(v uint8) {
	// @ invariant i <= 3 {|&& acc(&g.n, 1/2)|&& acc(&g.n) && g.n < 100}
	// @ invariant forall k int :: { &g.rows[k] } 0 <= k && k < 3 ==> acc(&g.rows[k].at)
	// @ invariant {true|forall k int :: { g.rows[k] } 0 <= k && k < int(i) ==> g.rows[k].at[0] == v}
	// @ decreases 3 - i
	for i := uint32(0); i < 3; i++ {
		g.rows[i].at[{0|1}] = v
		{|g.n = 7|g.rows[i].v = 5}
	}
}`,
	`// @ preserves acc(w)
// @ ensures   {w.a1 == old(w.a1)|w.a0 == x \|\| w.a0 == old(w.a0)|b ==> w.a0 == x|!b ==> w.a2 == 3|w.row == old(w.row)|w.at[1] == old(w.at[1])}
// @ ensures   {w.a5 == old(w.a5)|w.a3 == 1|w.a4 == old(w.a4)|w.a0 == old(w.a0)}
// @ decreases
func (w *Wide) F(x uint8, b bool) {
	if b {
		w.a0 = x
		{|w.a1 = x}
	} else {
		{w.a2 = 3|w.row.v = 9|*w = Wide\{a2: 3\}}
	}
	{|w.at[1] = w.a0}
	// @ invariant i <= 3 && {acc(&w.a3) && acc(&w.a4)|acc(&w.a3)|acc(w)|acc(w) && w.a5 == old(w.a5)|acc(&w.a3) && acc(&w.a4) && acc(&w.a5, 1/2)}
	// @ decreases 3 - i
	for i := uint32(0); i < 3; i++ {
		{w.a3 = 1|w.a4 = w.a3|w.a5 = 1|w.a3, w.a4 = w.a4, w.a3}
	}
}`,
	`// @ preserves acc(w)
// @ requires  w.a7 < 200
// @ ensures   {w.a7 == old(w.a7) + 1|w.a7 >= old(w.a7)|w.a7 == old(w.a7)}
// @ ensures   {w.a8 == old(w.a8)|w.row.v == old(w.row.v)|w.a9 == 0}
// @ decreases
func (w *Wide) G() { w.a7++ }

// @ preserves acc(w) && w.a7 < 100 {|&& w.a8 == w.a8|&& w.a8 <= w.a9}
// @ ensures   {w.a7 <= old(w.a7) + 2|w.a7 == old(w.a7) + 1|w.a7 == old(w.a7) + 2|w.a9 == old(w.a9)}
// @ decreases
func (w *Wide) F(b bool) {
	if w.a7 > 90 {
		return
	}
	w.G()
	if b {
		w.G()
		{|w.a9 = w.a8|w.a8 = w.a9}
	}
}`,
}

// slices: parameters, windows of them, loops over them, calls with windows.
var slices = []string{
	`// @ preserves acc(b)
// @ ensures   {forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == v|len(b) > 2 ==> b[2] == v|forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == old(b[k])}
// @ decreases
func F(b []uint8, v uint8) {
	// @ invariant acc(b) && 0 <= i && i <= len(b)
	// @ invariant forall k int :: { &b[k] } 0 <= k && k < i ==> b[k] == v
	// @ decreases len(b) - i
	for i := 0; i < len(b){|-1}; i++ {
		b[i] = v
	}
}`,
	`// @ preserves acc(dst) && acc(src, 1/2)
// @ requires  len(dst) {>=|==|>} len(src)
// @ ensures   {forall k int :: { &dst[k] } 0 <= k && k < len(src) ==> dst[k] == src[k]|forall k int :: { &dst[k] } 0 <= k && k < len(dst) ==> dst[k] == src[k]|len(src) > 0 ==> dst[0] == src[0]}
// @ ensures   {forall k int :: { &dst[k] } len(src) <= k && k < len(dst) ==> dst[k] == old(dst[k])|true}
// @ decreases
func F(dst, src []uint32) {
	// @ invariant acc(dst) && acc(src, 1/2) && 0 <= i && i <= len(src)
	// @ invariant forall k int :: { &dst[k] } 0 <= k && k < i ==> dst[k] == src[k]
	// @ invariant forall k int :: { &dst[k] } {i|len(src)} <= k && k < len(dst) ==> dst[k] == old(dst[k])
	// @ decreases len(src) - i
	for i := 0; i < len(src); i++ {
		dst[i] = src[{i|0}]
	}
}`,
	`// @ preserves acc(b, 1/2)
// @ ensures   {ok ==> 0 <= at && at < len(b) && b[at] == v|ok ==> at < len(b)|true}
// @ ensures   {!ok ==> forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] != v|ok ==> forall k int :: { &b[k] } 0 <= k && k < at ==> b[k] != v|ok}
// @ decreases
func F(b []uint8, v uint8) (at int, ok bool) {
	// @ invariant acc(b, 1/2) && 0 <= i && i <= len(b)
	// @ invariant forall k int :: { &b[k] } 0 <= k && k < i ==> b[k] != v
	// @ decreases len(b) - i
	for i := 0; i < len(b); i++ {
		if b[i] == v {
			return {i|0}, true
		}
	}
	return {0|-1}, false
}`,
	`// @ preserves acc(b)
// @ ensures   {forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == v|len(b) > 0 ==> b[0] == v}
// @ decreases
func G(b []uint8, v uint8) {
	// @ invariant acc(b) && 0 <= i && i <= len(b)
	// @ invariant forall k int :: { &b[k] } 0 <= k && k < i ==> b[k] == v
	// @ decreases len(b) - i
	for i := 0; i < len(b); i++ {
		b[i] = v
	}
}

// @ preserves acc(b)
// @ requires  0 <= lo && lo <= hi && hi <= len(b)
// @ ensures   {forall k int :: { &b[k] } lo <= k && k < hi ==> b[k] == 3|lo < hi ==> b[lo] == 3|forall k int :: { &b[k] } 0 <= k && k < hi ==> b[k] == 3}
// @ ensures   {forall k int :: { &b[k] } 0 <= k && k < lo ==> b[k] == old(b[k])|forall k int :: { &b[k] } hi <= k && k < len(b) ==> b[k] == old(b[k])|forall k int :: { &b[k] } lo <= k && k < len(b) ==> b[k] == 3}
// @ decreases
func F(b []uint8, lo, hi int) {
	G(b[{lo:hi|lo:|:hi}], 3)
}`,
	`// @ preserves acc(b)
// @ requires  len(b) {>= 4|>= 5|> 3}
// @ ensures   {b[2] == 9|b[1] == 9|b[2] == 9 && b[3] == old(b[3])|b[0] == old(b[0])}
// @ decreases
func F(b []uint8) {
	w := b[{1|2|0}:]
	w = w[1:{3|2}]
	w[0] = 9
}`,
	`// @ preserves acc(b)
// @ requires  0 <= i && i < len(b) && 0 <= j && j < len(b)
// @ ensures   {b[i] == old(b[j]) && b[j] == old(b[i])|b[i] == old(b[j])|b[j] == old(b[j])|i != j ==> b[i] != b[j]}
// @ ensures   {forall k int :: { &b[k] } 0 <= k && k < len(b) && k != i && k != j ==> b[k] == old(b[k])|true}
// @ decreases
func F(b []{uint8|int32|uint32}, i, j int) {
	{b[i], b[j] = b[j], b[i]|t := b[i]; b[i] = b[j]; b[j] = t|b[i] = b[j]; b[j] = b[i]}
}`,
	`// @ preserves acc(b, 1/2)
// @ ensures   {r <= len(b)|r == len(b)|0 <= r|r < len(b) \|\| len(b) == 0}
// @ decreases
func F(b []uint8) (r int) {
	// @ invariant acc(b, 1/2) && 0 <= r && r <= i
	for i, v := range b {
		if i >= 0 && v {> 3|>= 0|!= 0} {
			r++
		}
	}
	return r
}`,
	`// @ preserves acc(b, 1/2)
// @ ensures   {ok == (len(b) >= 2)|ok ==> int(v) == int(b[0]) + 256 * int(b[1])|!ok ==> v == 0}
// @ ensures   {ok ==> int(v) == int(b[0]) + 256 * int(b[1])|ok ==> int(v) == int(b[1]) + 256 * int(b[0])|v <= 65535}
// @ decreases
func F(b []uint8) (v uint16, ok bool) {
	if len(b) {< 2|<= 2|< 1} {
		return 0, false
	}
	return uint16(b[0]) {+ 256*uint16(b[1])|\| uint16(b[1])<<8|^ uint16(b[1])<<8}, true
}`,
	`// @ requires len(t) > 0
// @ ensures  {r == (t[0] == 65)|r ==> t[0] == 65|r|!r ==> len(t) > 1}
// @ decreases
func F(t string) (r bool) { return t[0] == 'A' {|&& len(t) > 0|\|\| t == "B"} }`,
	`// @ preserves acc(b)
// @ requires  len(b) == {4|5}
// @ ensures   {b[0] == 1 && b[1] == 1 && b[2] == 2|b[1] == 2|b[3] == old(b[3])}
// @ decreases
func F(b []uint8) {
	head, tail := b[:{2|1}], b[2:]
	head[0] = 1
	{head[1] = 1|head[0] = 1}
	tail[0] = 2
}`,
}

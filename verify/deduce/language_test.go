package deduce_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// language has one small member for each construct, with what must come of it: "" for proved, the kind and expression of the
// one obligation that fails, or the start of the error that names an unsupported construct.
var language = []struct{ name, src, want string }{
	{"signed division", "// @ ensures x == -7 ==> r == -3\n// @ decreases\nfunc f(x int32) (r int32) { return x / 2 }", ""},
	{"signed remainder", "// @ ensures x == -7 ==> r == -1\n// @ decreases\nfunc f(x int32) (r int32) { return x % 2 }", ""},
	{"least divided by minus one", "// @ requires y != 0\n// @ decreases\nfunc f(x, y int32) (r int32) { return x / y }", "wraps x / y"},
	{"division by zero", "// @ decreases\nfunc f(x, y uint32) (r uint32) { return x / y }", "division x / y"},
	{"wrap", "// @ decreases\nfunc f(x uint8) (r uint8) { return x + 1 }", "wraps x + 1"},
	{"allowed wrap", "// @ ensures x == 255 ==> r == 0\n// @ decreases\nfunc f(x uint8) (r uint8) {\n\t//gosure:wraps \"a counter of 256 states\"\n\treturn x + 1\n}", ""},
	{"negation of the least", "// @ decreases\nfunc f(x int8) (r int8) { return -x }", "wraps -x"},
	{"conversion", "// @ decreases\nfunc f(x int) (r uint8) { return uint8(x) }", "conversion uint8(x)"},
	{"range of a type", "// @ ensures 0 <= x && x <= 255\n// @ decreases\nfunc f(x byte) {}", ""},
	{"value parameters keep their entry value", "// @ ensures r == x\n// @ requires x < 9\n// @ decreases\nfunc f(x uint8) (r uint8) {\n\tr = x\n\tx = x + 1\n\treturn r\n}", ""},
	{"swap", "// @ ensures a == y && b == x\n// @ decreases\nfunc f(x, y int) (a, b int) {\n\ta, b = x, y\n\ta, b = b, a\n\treturn a, b\n}", ""},
	{"indices before assignment", "// @ requires acc(p)\n// @ ensures acc(p) && p.a[0] == 2\n// @ decreases\nfunc f(p *s) {\n\ti := 0\n\ti, p.a[i] = 1, 2\n\t_ = i\n}", ""},
	{"arguments before the call's effect", "// @ preserves acc(p)\n// @ requires p.n < 5\n// @ ensures p.n == old(p.n) + 1 && r == old(p.n)\n// @ decreases\nfunc up(p *s, n int) (r int) {\n\tp.n = p.n + 1\n\treturn p.n - 1\n}\n\n// @ preserves acc(p)\n// @ requires p.n == 2\n// @ ensures r == 2\n// @ decreases\nfunc f(p *s) (r int) { return up(p, p.n) }", ""},
	{"no permission to read", "// @ decreases\nfunc f(p *s) (r int) { return p.n }", "permission permission to read p.n"},
	{"half is not enough to write", "// @ requires acc(p, 1/2)\n// @ decreases\nfunc f(p *s) { p.n = 1 }", "permission permission to write p.n"},
	{"two halves do not make two wholes", "// @ requires acc(p, 1/2) && acc(q, 1/2)\n// @ decreases\nfunc f(p, q *s) { p.n = 1 }", "permission permission to write p.n"},
	{"permission that does not come back", "// @ requires acc(p)\n// @ ensures acc(p)\n// @ decreases\nfunc f(p *s) { g(p) }\n\n// @ requires acc(p)\n// @ decreases\nfunc g(p *s) {}", "permission acc(p)"},
	{"the same pointer twice", "// @ requires acc(p) && acc(q)\n// @ decreases\nfunc g(p, q *s) {}\n\n// @ requires acc(p)\n// @ decreases\nfunc f(p *s) { g(p, p) }", "permission acc(q)"},
	{"contradictory precondition", "// @ requires x < 3 && x > 5\n// @ decreases\nfunc f(x int) {}", "vacuity requires"},
	{"contract that is not well defined", "// @ requires s[3] == 1\n// @ decreases\n// @ ghost\n// @ func f(s seq[int]) {}", "precondition s[3] == 1"},
	{"loop without decreases", "// @ decreases\nfunc f() {\n\tfor {\n\t}\n}", "decreases for"},
	{"loop whose measure stays", "// @ decreases\nfunc f(n int) {\n\t// @ decreases n\n\tfor n > 0 {\n\t}\n}", "decreases decreases n"},
	{"recursion that stays", "// @ decreases n\nfunc f(n uint32) { f(n) }", "decreases f(n)"},
	{"recursion that falls", "// @ decreases n\nfunc f(n uint32) {\n\tif n > 0 {\n\t\tf(n - 1)\n\t}\n}", ""},
	{"pure recursion that stays", "// @ ghost\n// @ decreases n\n// @ pure func f(n int) int { return f(n) + 1 }", "precondition return"},
	{"a lemma proves nothing by itself", "// @ ghost\n// @ decreases\n// @ ensures false\n// @ func f() { f() }", "decreases f()"},
	{"labelled continue and break", "// @ ensures r <= 4\n// @ decreases\nfunc f() (r int) {\n\t// @ invariant 0 <= i && i <= 4 && 0 <= r && r <= i\n\t// @ decreases 4 - i\nouter:\n\tfor i := 0; i < 4; i++ {\n\t\tif i == 2 {\n\t\t\tcontinue outer\n\t\t}\n\t\tif i == 3 {\n\t\t\tbreak outer\n\t\t}\n\t\tr++\n\t}\n\treturn r\n}", ""},
	{"invariant that is not kept", "// @ decreases\nfunc f() {\n\t// @ invariant i == 0\n\t// @ decreases 4 - i\n\tfor i := 0; i < 4; i++ {\n\t}\n}", "invariant-kept i == 0"},
	{"range over an array", "// @ preserves acc(p)\n// @ ensures ok ==> forall j int :: { p.a[j] } 0 <= j && j < 3 ==> p.a[j] != 7\n// @ decreases\nfunc f(p *s) (ok bool) {\n\t// @ invariant acc(p) && forall j int :: { p.a[j] } 0 <= j && j < i ==> p.a[j] != 7\n\tfor i, v := range p.a {\n\t\tif i >= 0 && v == 7 {\n\t\t\treturn false\n\t\t}\n\t}\n\treturn true\n}", ""},
	{"return out of a loop that leaves permission outside", "// @ preserves acc(p) && acc(q)\n// @ ensures p.n == old(p.n)\n// @ decreases\nfunc f(p, q *s) {\n\t// @ invariant acc(q) && 0 <= i && i <= 3\n\t// @ decreases 3 - i\n\tfor i := 0; i < 3; i++ {\n\t\tif q.a[i] == 1 {\n\t\t\treturn\n\t\t}\n\t\tq.a[i] = 1\n\t}\n}", ""},
	{"what stays outside a loop cannot be read inside", "// @ preserves acc(p) && acc(q)\n// @ decreases\nfunc f(p, q *s) (r int) {\n\t// @ invariant acc(q) && 0 <= i && i <= 3\n\t// @ decreases 3 - i\n\tfor i := 0; i < 3; i++ {\n\t\tr = p.n\n\t}\n\treturn r\n}", "permission permission to read p.n"},
	{"range over an integer", "// @ ensures r == 5\n// @ decreases\nfunc f() (r int) {\n\t// @ invariant r == i\n\tfor i := range 5 {\n\t\tr = i + 1\n\t}\n\treturn r\n}", ""},
	{"switch", "// @ ensures x == 2 ==> r == 20\n// @ ensures x == 9 ==> r == 0\n// @ decreases\nfunc f(x int) (r int) {\n\tswitch x {\n\tdefault:\n\t\treturn 0\n\tcase 1, 2:\n\t\tr = 10\n\t\tif x == 1 {\n\t\t\tbreak\n\t\t}\n\t\tr = 20\n\t}\n\treturn r\n}", ""},
	{"labelled old", "// @ requires acc(p) && p.n < 9\n// @ ensures acc(p)\n// @ decreases\nfunc f(p *s) {\n\tp.n = 1\n\t// @ here:\n\tp.n = 2\n\t// @ assert old[here](p.n) == 1 && p.n == 2\n}", ""},
	{"sets", "// @ ghost\n// @ decreases\n// @ func f(a set[int], x int) {\n// @ assert x in a union set[int]{x}\n// @ assert !(x in a setminus set[int]{x})\n// @ assert len(set[int]{x}) == 1\n// @ }", ""},
	{"multisets", "// @ ghost\n// @ decreases\n// @ func f(a mset[int], x int) {\n// @ assert (x # (a union mset[int]{x})) == (x # a) + 1\n// @ }", ""},
	{"dicts", "// @ ghost\n// @ decreases\n// @ func f(d dict[int]bool) {\n// @ ghost e := d[3 = true]\n// @ assert e[3] && 3 in domain(e)\n// @ }", ""},
	{"missing key", "// @ ghost\n// @ decreases\n// @ func f(d dict[int]bool) {\n// @ ghost b := d[3]\n// @ }", "precondition d[3]"},
	{"options", "// @ ghost\n// @ decreases\n// @ func f(x int) {\n// @ ghost o := some(x)\n// @ assert get(o) == x && o != none[int]\n// @ }", ""},
	{"sequences", "// @ ghost\n// @ decreases\n// @ func f(a seq[int]) {\n// @ ghost b := a ++ seq[int]{1, 2}\n// @ assert len(b) == len(a) + 2 && b[len(a)+1] == 2 && b[:len(a)] == a && 2 in b\n// @ assert seq[0 .. 3] == seq[int]{0, 1, 2}\n// @ }", ""},
	{"refute", "// @ decreases\nfunc f(x int) {\n\t// @ refute x == 3\n}", ""},
	{"refute of what holds", "// @ requires x == 3\n// @ decreases\nfunc f(x int) {\n\t// @ refute x == 3\n}", "assertion refute x == 3"},
	{"shared local", "// @ preserves acc(p)\n// @ ensures p.n == 4\n// @ decreases\nfunc set4(p *s) { p.n = 4 }\n\n// @ ensures r == 4\n// @ decreases\nfunc f() (r int) {\n\tvar x /*@@@*/ s\n\tset4(&x)\n\treturn x.n\n}", ""},
	{"nested arrays", "// @ preserves acc(p)\n// @ ensures p.g[1][2] == 5 && p.g[0][2] == old(p.g[0][2])\n// @ decreases\nfunc f(p *grid) { p.g[1][2] = 5 }", ""},
	{"a callee writes its window of a slice only", "// @ preserves acc(b)\n// @ ensures forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == v\n// @ decreases\nfunc fill(b []byte, v byte) {\n\t// @ invariant acc(b) && 0 <= i && i <= len(b)\n\t// @ invariant forall k int :: { &b[k] } 0 <= k && k < i ==> b[k] == v\n\t// @ decreases len(b) - i\n\tfor i := 0; i < len(b); i++ {\n\t\tb[i] = v\n\t}\n}\n\n// @ preserves acc(b)\n// @ requires n <= len(b) && 0 <= n\n// @ ensures forall k int :: { &b[k] } 0 <= k && k < len(b) ==> (k < n ==> b[k] == 1) && (n <= k ==> b[k] == 2)\n// @ decreases\nfunc f(b []byte, n int) {\n\tfill(b[:n], 1)\n\tfill(b[n:], 2)\n}", ""},
	{"a callee may write all of its window", "// @ preserves acc(b)\n// @ ensures forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == v\n// @ decreases\nfunc fill(b []byte, v byte) {\n\t// @ invariant acc(b) && 0 <= i && i <= len(b)\n\t// @ invariant forall k int :: { &b[k] } 0 <= k && k < i ==> b[k] == v\n\t// @ decreases len(b) - i\n\tfor i := 0; i < len(b); i++ {\n\t\tb[i] = v\n\t}\n}\n\n// @ preserves acc(b)\n// @ requires n <= len(b) && 0 <= n\n// @ ensures forall k int :: { &b[k] } 0 <= k && k < len(b) ==> (k < n ==> b[k] == 1) && (n <= k ==> b[k] == 2)\n// @ decreases\nfunc f(b []byte, n int) {\n\tfill(b[:n], 1)\n\tfill(b[0:], 2)\n}", "postcondition forall k int :: { &b[k] } 0 <= k && k < len(b) ==> (k < n ==> b[k] == 1) && (n <= k ==> b[k] == 2)"},
	{"a slice that a call answers", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures acc(b, 1/2) && len(b) == n && (forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == 7)\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ ensures r == 7\n// @ decreases\nfunc f(n int) (r byte) {\n\tb := view(n)\n\treturn b[2]\n}", ""},
	{"nothing is known of an answered slice but its contract", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures acc(b, 1/2) && len(b) == n\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ ensures r == 7\n// @ decreases\nfunc f(n int) (r byte) {\n\tb := view(n)\n\treturn b[2]\n}", "postcondition r == 7"},
	{"an answered slice without permission", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures len(b) == n\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ decreases\nfunc f(n int) (r byte) {\n\tb := view(n)\n\treturn b[2]\n}", "permission permission to read view.b[*]"},
	{"half of an answered slice is not enough to write", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures acc(b, 1/2) && len(b) == n && (forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == 7)\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ decreases\nfunc f(n int) {\n\tb := view(n)\n\tb[2] = 1\n}", "permission permission to write view.b[*]"},
	{"behind an answered slice", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures acc(b, 1/2) && len(b) == n && (forall k int :: { &b[k] } 0 <= k && k < len(b) ==> b[k] == 7)\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ decreases\nfunc f(n int) (r byte) {\n\tb := view(n)\n\treturn b[n]\n}", "index b[n]"},
	{"two answered slices are two", "//gosure:reason \"a test\"\n// @ trusted\n// @ requires 0 <= n\n// @ ensures acc(b, 1/2) && len(b) == n\n// @ decreases\nfunc view(n int) (b []byte) { return nil }\n\n// @ requires n > 3\n// @ ensures r\n// @ decreases\nfunc f(n int) (r bool) {\n\tb := view(n)\n\tc := view(n)\n\treturn b[2] == c[2]\n}", "postcondition r"},
	{"a call that owns all fields of an element leaves the others", "type pair struct{ a, b int }\n\ntype pairs struct{ p [3]pair }\n\n// @ requires acc(&p.a) && acc(&p.b)\n// @ ensures acc(&p.a) && acc(&p.b) && p.a == 1\n// @ decreases\nfunc (p *pair) set() {\n\tp.a = 1\n\tp.b = 2\n}\n\n// @ preserves acc(h)\n// @ ensures h.p[1].a == 1 && h.p[2] == old(h.p[2])\n// @ decreases\nfunc f(h *pairs) { h.p[1].set() }", ""},
	{"a call that owns all fields of an element may write each", "type pair struct{ a, b int }\n\ntype pairs struct{ p [3]pair }\n\n// @ requires acc(&p.a) && acc(&p.b)\n// @ ensures acc(&p.a) && acc(&p.b) && p.a == 1\n// @ decreases\nfunc (p *pair) set() {\n\tp.a = 1\n\tp.b = 2\n}\n\n// @ preserves acc(h)\n// @ ensures h.p[1].a == 1 && h.p[2] == old(h.p[2])\n// @ ensures h.p[1].b == old(h.p[1].b)\n// @ decreases\nfunc f(h *pairs) { h.p[1].set() }", "postcondition h.p[1].b == old(h.p[1].b)"},
	{"embedded struct", "// @ preserves acc(p)\n// @ ensures p.n == 3\n// @ decreases\nfunc f(p *outer) { p.n = 3 }", ""},
	{"strings", "// @ ensures r == 2 || x != \"ab\"\n// @ decreases\nfunc f(x string) (r int) {\n\tif len(x) < 2 || x[1] != 'b' {\n\t\treturn 0\n\t}\n\treturn len(x)\n}", ""},
	{"global table", "var squares = [3]uint8{0, 1, 4}\n\n// @ requires i < 3\n// @ ensures i == 2 ==> r == 4\n// @ decreases\nfunc f(i uint8) (r uint8) { return squares[i] }", ""},
	{"ghost code that changes Go's state", "// @ requires acc(p)\n// @ decreases\nfunc f(p *s) {\n\t// @ ghost p.n = 1\n}", "error ghost code assigns to p.n"},
	{"ghost return", "// @ decreases\nfunc f(x int) (r int) {\n\t/*@ ghost if x == 1 { return 2 } @*/\n\treturn 3\n}", "error ghost code cannot return"},
	{"ghost name over a Go name", "// @ decreases\nfunc f() (r int) {\n\tx := 1\n\t// @ ghost x := 2\n\treturn x\n}", "error x is both a Go and a ghost variable"},
	{"open order of evaluation", "// @ preserves acc(p)\n// @ decreases\nfunc up(p *s) (r int) { return 1 }\n\n// @ preserves acc(p)\n// @ decreases\nfunc f(p *s) (a, b int) { return up(p), p.n }", "error unsupported: p.n reads state beside a call"},
	{"names of a loop's body after continue", "// @ ensures 0 <= r\n// @ decreases\nfunc f(x int) (r int) {\n\t// @ invariant 0 <= i && i <= 4 && 0 <= r && r <= i\n\t// @ decreases 4 - i\n\tfor i := 0; i < 4; i++ {\n\t\te := 1\n\t\tif x == i {\n\t\t\tcontinue\n\t\t} else {\n\t\t\tr += e\n\t\t}\n\t}\n\treturn r\n}", ""},
	{"ghost functions know what lies behind a pointer", "// @ ghost\n// @ requires acc(p, _)\n// @ decreases\n// @ pure func (p *s) ok() bool { return seq(p.a)[0] <= 255 }\n// @ ghost\n// @ preserves acc(p, 1/2)\n// @ ensures p.ok()\n// @ decreases\n// @ func lemma(p *s) {}", ""},
	{"recursion under a condition", "// @ requires 0 <= n\n// @ decreases n if n < 9\nfunc f(n int) {\n\tif n > 0 {\n\t\tf(n - 1)\n\t}\n}", ""},
	{"recursion outside its condition", "// @ requires 0 <= n && n < 99\n// @ decreases n if n < 9\nfunc f(n int) {\n\tif n == 3 {\n\t\tf(n + 20)\n\t}\n}", "decreases f(n + 20)"},
	{"loop under a condition", "// @ decreases\nfunc f(n int) {\n\t// @ decreases n if n > 5\n\tfor n > 0 {\n\t\tn--\n\t}\n}", "decreases for"},
	{"named fractions", "// @ ghost const share perm = 1/4\n\n// @ preserves acc(p, share)\n// @ ensures r == p.n\n// @ decreases\nfunc f(p *s) (r int) { return p.n }\n\n// @ preserves acc(p, perm(1/2))\n// @ ensures r == p.n\n// @ decreases\nfunc g(p *s) (r int) { return f(p) }", ""},
	{"named fraction too small", "// @ ghost const share perm = 1/4\n\n// @ preserves acc(p, share)\n// @ decreases\nfunc f(p *s) { p.n = 1 }", "permission permission to write p.n"},
	{"outline and before", "// @ preserves acc(p)\n// @ requires p.n < 9\n// @ decreases\nfunc f(p *s) (r int) {\n\tr = 1\n\t// @ requires acc(p) && p.n < 9\n\t// @ ensures acc(p) && p.n == before(p.n) + 1 && r == before(r) + 1\n\t// @ outline (\n\tp.n = p.n + 1\n\tr = r + 1\n\t// @ )\n\treturn r\n}", ""},
	{"outline that does not keep its contract", "// @ preserves acc(p)\n// @ requires p.n < 9\n// @ decreases\nfunc f(p *s) {\n\t// @ preserves acc(p)\n\t// @ ensures p.n == before(p.n)\n\t// @ outline (\n\tp.n = p.n + 1\n\t// @ )\n}", "postcondition p.n == before(p.n)"},
	{"outline under a wrong condition", "// @ decreases\nfunc f(x int) {\n\t// @ requires x > 3\n\t// @ outline (\n\tx = 4\n\t// @ )\n}", "precondition x > 3"},
	{"members of a range", "// @ ghost\n// @ decreases\n// @ func f(x int) {\n// @ assert 1 in seq[0 .. 3] && !(3 in seq[0 .. 3])\n// @ assert 1 # seq[int]{1, 2, 1} == 2\n// @ }", ""},
	{"open order in a literal", "// @ preserves acc(p)\n// @ decreases\nfunc up(p *s) (r int) { return 1 }\n\n// @ preserves acc(p)\n// @ decreases\nfunc f(p *s) (r [2]int) { return [2]int{p.n, up(p)} }", "error unsupported: p.n reads state beside a call"},
	{"open order of a receiver", "type l struct {\n\tnext *l\n\tn int\n}\n\n// @ preserves acc(p)\n// @ decreases\nfunc up(p *l) (r int) { return 1 }\n\n// @ requires acc(p)\n// @ decreases\nfunc (p *l) take(n int) {}\n\n// @ requires acc(p) && acc(p.next)\n// @ decreases\nfunc f(p *l) { p.next.take(up(p)) }", "error unsupported: a call in an argument after one that reads state"},
	{"open order of a target", "type l struct {\n\tnext *l\n\tn int\n}\n\n// @ preserves acc(p)\n// @ decreases\nfunc up(p *l) (r int) { return 1 }\n\n// @ requires acc(p) && acc(p.next)\n// @ decreases\nfunc f(p *l) { p.next.n = up(p) }", "error unsupported: p.next reads state beside a call"},
	{"ghost copy", "// @ requires acc(x) && acc(y)\n// @ decreases\nfunc f(x, y []int) {\n\t// @ ghost copy(x, y)\n}", "error copy in ghost code would change memory"},
	{"unsupported closure", "func f() { g := func() {}; g() }\n\n// @ decreases\nfunc h() {}", "error unsupported: function literal (closure)"},
	{"adt", "// @ type list adt { none0{}; some0{ n int } }\n\n// @ ghost\n// @ decreases\n// @ func f(l list) {}\n\n// @ decreases\nfunc h() {}", "error unsupported: adt type"},
	{"match", "// @ ghost\n// @ decreases\n// @ func f(x int) {\n// @ match x {\n// @ case 1:\n// @ }\n// @ }\n\n// @ decreases\nfunc h() {}", "error unsupported: match statement"},
	{"beside a closure", "//gosure:reason \"the closure\"\n// @ trusted\nfunc f() { g := func() {}; g() }\n\n// @ requires x < 3\n// @ decreases\nfunc h(x int) (r int) { return x + 1 }", ""},
	{"beside a field of another type", "type host struct {\n\tm map[string]int\n\tn int\n}\n\n// @ preserves acc(h)\n// @ ensures h.n == 3\n// @ decreases\nfunc f(h *host) { h.n = 3 }", ""},
	{"a field of another type", "type host struct{ m map[string]int }\n\n// @ preserves acc(h)\n// @ decreases\nfunc f(h *host) (n int) { return len(h.m) }", "error unsupported: field m of type map"},
	{"generic function", "func f[T any](x []T) int { return len(x) }\n\n// @ decreases\nfunc h() {}", "error unsupported: type parameters (generic function f)"},
	{"generic type", "type box[T any] struct{ v T }\n\n// @ decreases\nfunc h(x *box[int]) {}", "error unsupported: generic type"},
	{"call of a closure", "var hook = func(x int) int { return x }\n\n// @ decreases\nfunc h() (r int) { return hook(1) }", "error unsupported: function literal (closure)"},
	{"unsupported go", "// @ decreases\nfunc f() { go f() }", "error unsupported: go statement"},
	{"unsupported min", "// @ decreases\nfunc f(x, y int) (r int) { return min(x, y) }", "error unsupported: builtin min"},
	{"unknown directive", "//gosure:trustme\n\n// @ decreases\nfunc f() {}", "error unknown directive"},
	{"Go that does not compile", "// @ decreases\nfunc f() (r int) { return true }", "error "},
}

const languageHead = "// +gobra\n\npackage p\n\ntype s struct {\n\tn int\n\ta [3]uint8\n}\n\ntype grid struct{ g [2][3]uint8 }\n\ntype outer struct {\n\ts\n\tm int\n}\n\n"

func TestLanguage(t *testing.T) {
	for _, row := range language {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			place(t, dir, map[string]string{"go.mod": "module p\n\ngo 1.26\n", "p.go": languageHead + row.src + "\n"})
			report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Jobs: 1}, nil)
			if err != nil {
				t.Fatal(err)
			}
			want, isError := strings.CutPrefix(row.want, "error ")
			switch {
			case isError:
				if len(report.Problems) == 0 || !strings.Contains(report.Problems[0].Err.Error(), want) {
					t.Errorf("problems %v, want %s", report.Problems, want)
				}
				return
			case len(report.Problems) > 0:
				t.Fatal(report.Problems[0].Err)
			case report.Verified() != (row.want == ""):
				t.Errorf("verified: %v", report.Verified())
			}
			found := row.want == ""
			for _, o := range report.Failed() {
				text := string(o.ID.Kind) + " " + o.ID.Expression
				if row.want == "" {
					t.Errorf("%s: %s: %s", o.Place, text, o.Description)
				}
				found = found || text == row.want
			}
			if !found {
				t.Errorf("failed %v, want %s", report.Failed(), row.want)
			}
		})
	}
}

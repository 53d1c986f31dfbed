package deduce_test

import (
	"fmt"
	"math/rand"
	"strconv"
	"strings"
)

// writer makes random small annotated functions over a struct with numbers and an array. What it writes is mostly false;
// the little that the verifier proves must survive execution.
type writer struct {
	r *rand.Rand
	b strings.Builder
	n int
	// narrow functions compute with bytes, where operations wrap easily; wide are the others so far.
	narrow bool
	wide   []int
}

func (w *writer) pick(list ...string) string { return list[w.r.Intn(len(list))] }

func (w *writer) expr(depth int) string {
	if depth == 0 || w.r.Intn(4) == 0 {
		if w.narrow {
			return w.pick("x", "y", "s.a", "s.c["+strconv.Itoa(w.r.Intn(4))+"]", strconv.Itoa(w.r.Intn(12)), "r")
		}
		return w.pick("x", "y", "s.b", "uint32(s.a)", "uint32(s.c["+strconv.Itoa(w.r.Intn(4))+"])", strconv.Itoa(w.r.Intn(12)), "r")
	}
	a := w.expr(depth - 1)
	if !strings.ContainsAny(a, "xyrs") {
		a = "x" // what is constant in all parts must fit its type to compile
	}
	k := strconv.Itoa(w.r.Intn(9) + 1)
	switch w.r.Intn(8) {
	case 0, 1:
		return "(" + a + " + " + w.expr(depth-1) + ")"
	case 2:
		if w.narrow {
			return "(" + a + " - " + w.expr(depth-1) + ")"
		}
		return "(" + a + " + 1000 - s.b)"
	case 3:
		return "(" + a + " * " + k + ")"
	case 4:
		return "(" + a + " / " + k + ")"
	case 5:
		return "(" + a + " % " + k + ")"
	case 6:
		return "(" + a + " & " + w.pick("1", "3", "7", "8", "15", "6") + ")"
	}
	return "(" + a + " >> " + w.pick("1", "2", "3") + ")"
}

func (w *writer) cond() string {
	return w.expr(1) + " " + w.pick("<", "<=", "==", "!=", ">") + " " + w.expr(1)
}

func (w *writer) stmt(depth int) string {
	if w.narrow {
		return w.pick("r = "+w.expr(2), "s.a = "+w.expr(2), "y = "+w.expr(1), "if "+w.cond()+" {\nr = "+w.expr(1)+"\n}")
	}
	switch w.r.Intn(9) {
	case 0, 1:
		return "r = " + w.expr(2)
	case 2:
		return "s.b = " + w.expr(2) + " % 1000"
	case 3:
		return "s.a = uint8(" + w.expr(1) + " % " + w.pick("200", "256", "16") + ")"
	case 4:
		return "s.c[" + w.expr(1) + " % 4] = uint8(" + w.expr(1) + " % 256)"
	case 5:
		if depth > 0 {
			return "if " + w.cond() + " {\n" + w.stmt(depth-1) + "\n} else {\n" + w.stmt(depth-1) + "\n}"
		}
	case 6:
		if depth > 0 {
			return "if " + w.cond() + " {\nreturn " + w.expr(1) + "\n}"
		}
	case 7:
		if depth > 0 {
			k := strconv.Itoa(w.r.Intn(200))
			return "// @ invariant acc(s) && 0 <= i && i <= 4 && 0 <= s.b && s.b < 1000\n// @ invariant forall j int :: { s.c[j] } 0 <= j && j < int(i) ==> s.c[j] == " + k +
				"\n// @ decreases 4 - i\nfor i := uint32(0); i < 4; i++ {\ns.c[i] = " + k + "\n" + w.pick("", "s.b = i", "r = i") + "\n}"
		}
	case 8:
		if len(w.wide) > 0 {
			return fmt.Sprintf("r = s.F%d(%s %% 50, %s %% 50)", w.wide[w.r.Intn(len(w.wide))], w.expr(1), w.pick("x", "y", "3"))
		}
	}
	return "y = " + w.expr(1)
}

// term is an expression of a contract.
func (w *writer) term() string {
	return w.pick("r", "s.b", "uint32(s.a)", "uint32(s.c["+strconv.Itoa(w.r.Intn(4))+"])", "old(s.b)", "uint32(old(s.a))",
		"uint32(old(s.c["+strconv.Itoa(w.r.Intn(4))+"]))", "x", "y", strconv.Itoa(w.r.Intn(300)), "(x + y)", "(r % "+strconv.Itoa(w.r.Intn(7)+1)+")")
}

func (w *writer) clause() string {
	c := w.term() + " " + w.pick("<=", "<", "==", "!=", ">=") + " " + w.term()
	if w.r.Intn(2) == 0 { // likelier to be true
		c = w.pick("s.b == old(s.b)", "s.a == old(s.a)", "r <= 100000", "s.b < 1000", "uint32(s.a) < 200", "s.c[2] == old(s.c[2])",
			"s.a == old(s.a) || s.a < 16", "r == x || r == y || s.b < 900", "(r + s.b) / 2 < 60000", "r < 5000", "x <= r + 50")
	}
	switch w.r.Intn(4) {
	case 0:
		return w.term() + " < " + strconv.Itoa(w.r.Intn(60)) + " ==> " + c
	case 1:
		return "forall k int :: { s.c[k] } 0 <= k && k < 4 ==> s.c[k] " + w.pick("==", "<=") + " " + w.pick("old(s.c[k])", strconv.Itoa(w.r.Intn(256)))
	}
	return c
}

func (w *writer) function() {
	w.narrow = w.r.Intn(3) == 0
	if w.narrow {
		clause := w.pick("r >= x", "r == x + y", "r >= old(s.a)", "s.a >= old(s.a)", "r <= x + y", "r == x || r > y", "s.a + r >= 2", "r < 250", "old(s.a) <= s.a + x")
		fmt.Fprintf(&w.b, "\n// @ preserves acc(s)\n// @ requires  x < %d && y < %d\n// @ ensures   %s\n// @ decreases\n\nfunc (s *S) F%d(x, y uint8) (r uint8) {\n", w.r.Intn(250)+2, w.r.Intn(250)+2, clause, w.n)
		for range w.r.Intn(2) + 1 {
			w.b.WriteString(w.stmt(1) + "\n")
		}
		w.b.WriteString("return " + w.pick("r", "x + y", w.expr(1)) + "\n}\n")
		return
	}
	fmt.Fprintf(&w.b, "\n// @ preserves acc(s) && 0 <= s.b && s.b < 1000\n// @ requires  0 <= x && x < 50 && 0 <= y && y < %d\n", 50)
	fmt.Fprintf(&w.b, "// @ ensures   %s\n// @ decreases\n\nfunc (s *S) F%d(x, y uint32) (r uint32) {\n", w.clause(), w.n)
	for range w.r.Intn(4) + 1 {
		w.b.WriteString(w.stmt(2) + "\n")
	}
	w.b.WriteString("return " + w.pick("r", "r", w.expr(1)) + "\n}\n")
	w.wide = append(w.wide, w.n)
}

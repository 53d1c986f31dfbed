package panics_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes random Go functions in which every line has at most a few places that can panic, most of them behind guards that are
// right, or nearly right.
type generator struct {
	*rand.Rand
	out    strings.Builder
	indent int
	names  int
	// ints, and lists of them, are the variables in scope: of type int, uint8, uint32, uint64, slices and strings.
	ints, bytes, words, longs, slices, strs []string
	helpers                                 int
}

func pick(g *generator, list []string) string { return list[g.IntN(len(list))] }

func (g *generator) line(format string, args ...any) {
	fmt.Fprintf(&g.out, "%s%s\n", strings.Repeat("\t", g.indent), fmt.Sprintf(format, args...))
}

func (g *generator) fresh() string {
	g.names++
	return fmt.Sprintf("v%d", g.names)
}

// number is a variable that holds a constant near the sizes that the program uses: the compiler must not refuse the program.
func (g *generator) number() string {
	return pick(g, []string{"k0", "k1", "k2", "k3", "k7", "k8", "k9", "k16", "kminus"})
}

// positive is a constant above zero.
func (g *generator) positive() string {
	return pick(g, []string{"1", "2", "3", "4", "7", "8", "9", "16"})
}

// expr is an expression of type int, without a place that can panic.
func (g *generator) expr(depth int) string {
	if depth <= 0 {
		switch g.IntN(8) {
		case 0:
			return g.number()
		case 1:
			return "len(" + pick(g, g.slices) + ")"
		case 2:
			return "len(" + pick(g, g.strs) + ")"
		case 3:
			return "int(" + pick(g, g.bytes) + ")"
		case 4:
			return "int(" + pick(g, g.words) + ")"
		case 5:
			return "int(" + pick(g, []string{"st.n", "st.small", "st.level"}) + ")"
		}
		return pick(g, g.ints)
	}
	x, y := g.expr(depth-1), g.expr(depth-1)
	switch g.IntN(13) {
	case 0, 1:
		return x + " + " + g.positive()
	case 2, 3:
		return x + " - " + g.positive()
	case 4:
		return "(" + x + " + " + y + ")"
	case 5:
		return "(" + x + " - " + y + ")"
	case 6:
		return "(" + x + ") % " + g.positive()
	case 7:
		return "(" + x + ") / " + g.positive()
	case 8:
		return "(" + x + ") & " + pick(g, []string{"7", "15", "3", "63"})
	case 9:
		return "(" + x + ") >> " + pick(g, []string{"1", "2", "3"})
	case 10:
		return pick(g, []string{"min", "max"}) + "(" + x + ", " + y + ")"
	case 11:
		return "(" + x + ") * " + pick(g, []string{"2", "3", "-1"})
	}
	return "int(" + g.unsigned(depth-1) + ")"
}

// unsigned is an expression of type uint32.
func (g *generator) unsigned(depth int) string {
	if depth <= 0 {
		return pick(g, append([]string{"st.n", "st.level"}, g.words...))
	}
	x := g.unsigned(depth - 1)
	switch g.IntN(7) {
	case 0:
		return x + " % " + g.positive()
	case 1:
		return "(" + x + " + " + g.positive() + ")"
	case 2:
		return "(" + x + " - " + g.positive() + ")"
	case 3:
		return "uint32(" + pick(g, g.bytes) + ")"
	case 4:
		return "uint32(" + g.expr(depth-1) + ")"
	case 5:
		return "(" + x + " / " + g.positive() + ")"
	}
	return "uint32(" + pick(g, g.longs) + ")"
}

func (g *generator) condition() string {
	op := pick(g, []string{"<", "<=", ">", ">=", "==", "!="})
	switch g.IntN(4) {
	case 0:
		return g.unsigned(1) + " " + op + " " + pick(g, append([]string{"3", "8", "9"}, g.words...))
	case 1:
		return g.expr(0) + " " + op + " " + g.expr(1) + pick(g, []string{" && ", " || "}) + g.expr(0) + " >= 0"
	}
	return g.expr(1) + " " + op + " " + g.expr(1)
}

// guarded writes a use of an index behind a guard that is right, or off by one.
func (g *generator) guarded() {
	i, s := pick(g, g.ints), pick(g, append(append([]string{}, g.slices...), "st.cells"))
	low, op, high := "0", "<", "len("+s+")"
	if g.IntN(4) == 0 {
		low = "-1"
	}
	if g.IntN(4) == 0 {
		op = "<="
	}
	if g.IntN(4) == 0 {
		high += pick(g, []string{" - 1", " + 1", " - 2"})
	}
	use := fmt.Sprintf("%s[%s]", s, i)
	switch g.IntN(5) {
	case 0:
		use = fmt.Sprintf("%s[%s + %s]", s, i, pick(g, []string{"1", "2"}))
		high += pick(g, []string{" - 1", " - 2", ""})
	case 1:
		use = fmt.Sprintf("len(%s[%s:])", s, i)
	case 2:
		use = fmt.Sprintf("len(%s[%s : %s + 1])", s, i, i)
	}
	switch g.IntN(6) {
	case 4:
		g.wrapping()
	case 5:
		g.stale()
	case 0:
		g.line("if %s >= %s && %s %s %s {", i, low, i, op, high)
		g.indent++
		g.line("acc += %s", use)
		g.indent--
		g.line("}")
	case 1:
		g.line("if %s < %s || !(%s %s %s) {", i, low, i, op, high)
		g.line("\treturn acc")
		g.line("}")
		g.line("acc += %s", use)
	default:
		n := pick(g, g.ints)
		g.line("if %s >= 0 && %s >= 0 && %s <= len(%s) && %s <= len(%s)-%s {", i, n, i, s, n, s, i)
		g.line("\tacc += len(%s[%s : %s+%s])", s, i, i, n)
		g.line("}")
	}
}

// wrapping writes a guard on a sum, or a difference, that may wrap.
func (g *generator) wrapping() {
	s, n := pick(g, g.slices), pick(g, []string{"1", "2", "8"})
	switch g.IntN(4) {
	case 0:
		u := pick(g, g.bytes)
		g.line("if int(%s%s%s) < len(%s) {", u, pick(g, []string{"+", "-"}), n, s)
		g.line("\tacc += %s[%s]", s, u)
	case 1:
		c := pick(g, g.words)
		g.line("if int(%s%s%s) < len(%s) {", c, pick(g, []string{"+", "-"}), n, s)
		g.line("\tacc += %s[%s]", s, c)
	case 2:
		i := pick(g, g.ints)
		g.line("if %s >= 0 && %s+%s < len(%s) {", i, i, n, s)
		g.line("\tacc += %s[%s]", s, i)
	case 3:
		c := pick(g, g.words)
		g.line("if uint8(%s) < 8 && %s > 2 {", c, c)
		g.line("\tacc += int(st.table[%s])", pick(g, []string{c, "uint8(" + c + ")", "uint8(" + c + " + 1)"}))
	}
	g.line("}")
}

// stale writes a guard on a field, and perhaps a change of it before its use.
func (g *generator) stale() {
	g.line("if st.wild < 8 {")
	switch g.IntN(5) {
	case 0:
		g.line("\ttouch(st, c)")
	case 1:
		g.line("\tst.level = c")
	case 2:
		g.line("\t*find2(st, st) = state{wild: c}")
	case 3:
		g.line("\tfunc() { st.wild++ }()")
	}
	g.line("\tacc += int(st.table[st.wild])")
	g.line("}")
}

// use writes a place that can panic, without a guard of its own.
func (g *generator) use() {
	switch g.IntN(12) {
	case 0:
		g.line("acc += %s[%s]", pick(g, append([]string{"st.cells"}, g.slices...)), g.expr(1))
	case 1:
		g.line("acc += int(st.table[%s %% 8])", g.unsigned(1))
	case 2:
		g.line("acc += %s / (%s)", g.expr(0), g.expr(1))
	case 3:
		g.line("acc += %s %% int(%s | 1)", g.expr(0), g.unsigned(1))
	case 4:
		g.line("acc += 1 << (%s & 15)", g.expr(1))
	case 5:
		g.line("acc += 1 << (%s)", g.expr(1))
	case 6:
		g.line("acc += int(%s[%s])", pick(g, g.strs), g.expr(1))
	case 7:
		v := g.fresh()
		g.line("%s := %s[%s:%s]", v, pick(g, g.slices), g.expr(0), g.expr(0))
		g.line("acc += len(%s)", v)
		g.line("_ = %s", v)
		g.slices = append(g.slices, v)
	case 8:
		g.line("acc += int(st.table[st.n])")
	case 9:
		g.line("acc += st.cells[st.level]")
	case 10:
		g.line("acc += len(make([]int, (%s) & 31))", g.expr(1))
	case 11:
		g.line("if p := find(st, %s); p != nil || acc > 5 {", g.expr(0))
		g.line("\tacc += int(p.n)")
		g.line("}")
	}
}

// change writes a change of the state.
func (g *generator) change() {
	switch g.IntN(8) {
	case 0:
		g.line("if st.n < %s {", pick(g, []string{"7", "8", "9"}))
		g.line("\tst.n++")
		g.line("}")
	case 1:
		g.line("st.n = %s %% %s", g.unsigned(1), pick(g, []string{"8", "7", "9"}))
	case 2:
		g.line("st.small = uint8(%s)", g.expr(1))
	case 3:
		g.line("st.level = %s & 3", g.unsigned(0))
	case 4:
		g.line("st.cells = append(st.cells, %s)", g.expr(0))
	case 5:
		g.line("st.cells = st.cells[:len(st.cells)/2]")
	case 6:
		g.line("*st = state{n: %s %% 8, cells: %s}", g.unsigned(0), pick(g, g.slices))
	case 7:
		g.line("st.table[%s %% 8] = uint32(%s)", g.unsigned(0), g.expr(0))
	}
}

func (g *generator) statements(count, depth int) {
	for range count {
		g.statement(depth)
	}
}

// scoped writes statements in a scope of their own.
func (g *generator) scoped(count, depth int) {
	ints, words, slices := len(g.ints), len(g.words), len(g.slices)
	g.indent++
	g.statements(count, depth)
	g.indent--
	g.ints, g.words, g.slices = g.ints[:ints], g.words[:words], g.slices[:slices]
}

func (g *generator) statement(depth int) {
	if depth <= 0 {
		if g.IntN(3) == 0 {
			g.use()
		} else {
			g.guarded()
		}
		return
	}
	switch g.IntN(12) {
	case 0, 1:
		v := g.fresh()
		g.line("%s := %s", v, g.expr(2))
		g.line("_ = %s", v)
		g.ints = append(g.ints, v)
	case 2:
		g.line("if %s {", g.condition())
		g.scoped(1+g.IntN(2), depth-1)
		g.line("} else {")
		g.scoped(1, depth-1)
		g.line("}")
	case 3:
		g.line("if %s {", g.condition())
		g.line("\treturn acc")
		g.line("}")
	case 4, 5:
		g.loop(depth)
	case 6:
		g.change()
	case 7:
		g.line("%s = %s", pick(g, g.ints), g.expr(1))
	case 8:
		v := g.fresh()
		g.line("%s, ok%s := g%d(st, %s, %s, %s)", v, v, g.IntN(g.helpers), g.expr(1), g.unsigned(1), pick(g, g.slices))
		g.line("if ok%s {", v)
		g.ints = append(g.ints, v)
		slices := len(g.slices)
		g.indent++
		g.use()
		g.line("acc += int(st.table[%s])", v)
		g.indent--
		g.slices = g.slices[:slices]
		g.line("}")
	case 9:
		g.line("switch %s %% 4 {", g.unsigned(1))
		for i := range 3 {
			g.line("case %d:", i)
			g.scoped(1, depth-1)
		}
		g.line("}")
	case 10:
		g.use()
	default:
		g.guarded()
	}
}

func (g *generator) loop(depth int) {
	i := g.fresh()
	s := pick(g, append([]string{"st.cells"}, g.slices...))
	switch g.IntN(6) {
	case 0:
		g.line("for %s := range %s {", i, s)
	case 1:
		g.line("for %s := 0; %s < len(%s); %s++ {", i, i, s, i)
	case 2:
		g.line("for %s := len(%s) - %s; %s >= %s; %s-- {", i, s, pick(g, []string{"1", "0", "2"}), i, pick(g, []string{"0", "-1", "1"}), i)
	case 3:
		g.line("for %s := %s; %s < %s; %s += %s {", i, g.expr(0), i, g.expr(0), i, g.positive())
	case 4:
		g.line("for %s := 0; %s+1 < len(%s); %s += 2 {", i, i, s, i)
	case 5:
		g.line("for %s := 0; %s <= len(%s); %s++ {", i, i, s, i)
	}
	g.indent++
	g.line("if spend() || %s < -5 {", i)
	g.line("\treturn acc")
	g.line("}")
	g.indent--
	g.ints = append(g.ints, i)
	if g.IntN(2) == 0 {
		g.indent++
		g.line("acc += %s[%s]", s, pick(g, []string{i, i, i + " + 1", i + " - 1"}))
		g.indent--
	}
	g.scoped(1, depth-1)
	g.ints = g.ints[:len(g.ints)-1]
	g.line("}")
}

const preamble = `package main

type state struct {
	n     uint32
	level uint32
	small uint8
	wild  uint32
	table [8]uint32
	cells []int
}

var fuel int

var word = "text"


func spend() bool {
	fuel--
	return fuel < 0
}

func touch(st *state, n uint32) { st.wild += n }

func find2(st, other *state) *state {
	if fuel%2 == 0 {
		return other
	}
	return st
}

func find(st *state, i int) *state {
	if i%3 == 0 {
		return nil
	}
	return st
}
`

// program returns a package with count exported functions, and helpers that they call.
func (g *generator) program(count int) string {
	g.out.WriteString(preamble)
	g.helpers = 4
	for i := range g.helpers {
		g.scope([]string{"a", "acc"}, []string{"c"}, []string{"xs"})
		g.line("\nfunc g%d(st *state, a int, c uint32, xs []int) (acc int, ok bool) {", i)
		g.indent = 1
		g.constants()
		g.line("if spend() {\n\t\treturn 0, false\n\t}")
		for range 2 {
			g.guardedHelper()
		}
		switch g.IntN(4) {
		case 0:
			g.line("return int(c %% 8), true")
		case 1:
			g.line("if a < 0 || a >= %s {\n\t\treturn a, false\n\t}", pick(g, []string{"8", "7", "9"}))
			g.line("return a, true")
		case 2:
			g.line("ok = a >= 0 && a < %s", pick(g, []string{"8", "9"}))
			g.line("return a, ok")
		case 3:
			g.line("return g%d(st, a-1, c+1, xs)", g.IntN(g.helpers))
		}
		g.indent = 0
		g.line("}")
	}
	for i := range count {
		g.scope([]string{"a", "b", "acc"}, []string{"c"}, []string{"xs", "ys"})
		g.line("\nfunc F%d(st *state, a, b int, u uint8, c uint32, l uint64, xs, ys []int, s string) (acc int) {", i)
		g.indent = 1
		g.constants()
		g.statements(4+g.IntN(4), 3)
		g.line("return acc")
		g.indent = 0
		g.line("}")
	}
	return g.out.String()
}

// constants declares the variables that number chooses from.
func (g *generator) constants() {
	g.line("k0, k1, k2, k3, k7, k8, k9, k16, kminus := 0, 1, 2, 3, 7, 8, 9, 16, -1")
	g.line("_, _, _, _, _, _, _, _, _ = k0, k1, k2, k3, k7, k8, k9, k16, kminus")
}

// guardedHelper writes a guarded use in a function with two results.
func (g *generator) guardedHelper() {
	g.line("if a >= 0 && a %s len(xs) {", pick(g, []string{"<", "<", "<="}))
	g.line("\tacc += xs[a]")
	g.line("}")
	g.line("if c < %s {", pick(g, []string{"8", "7", "9"}))
	g.line("\tacc += int(st.table[c])")
	g.line("}")
}

// scope forgets the variables of the last function.
func (g *generator) scope(ints, words, slices []string) {
	g.ints, g.words, g.slices = ints, words, slices
	g.bytes, g.longs, g.strs = []string{"u", "st.small"}, []string{"l"}, []string{"s", "word"}
	if len(ints) == 2 {
		g.bytes, g.longs, g.strs = []string{"st.small"}, []string{"uint64(c)"}, []string{"word"}
	}
}

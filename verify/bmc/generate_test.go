package bmc

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes random Go functions that use every supported construct. Each takes inputs of fixed types and returns
// a digest of all its variables; it may panic.
type generator struct {
	random *rand.Rand
	out    strings.Builder
	indent int
	fresh  int
	depth  int
	loops  int
	// vars lists the variables in scope by type.
	vars map[string][]string
}

// generatedInputs are the parameters of a generated function: name and type.
var generatedInputs = [][2]string{{"p0", "int8"}, {"p1", "uint8"}, {"p2", "int32"}, {"p3", "uint64"}, {"p4", "bool"}, {"p5", "int16"}}

var integerTypes = []string{"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int", "uint"}

// generatedPrelude are declarations that the generated functions use.
const generatedPrelude = `
type record struct {
	a    int8
	b    uint16
	list [3]int32
}

func (r record) sum() int32      { return int32(r.a) + int32(r.b) + r.list[0] + r.list[1]*3 + r.list[2]*7 }
func (r *record) bump(by int32)  { r.list[uint32(by)%3] += by; r.a++ }
func (r *record) weight() int32  { return int32(r.b) }

type small int8

func (s small) weight() int32 { return int32(s) * 5 }

type outer struct {
	record
	next *outer
}

type weighted interface{ weight() int32 }

type integer interface {
	~int8 | ~uint8 | ~int16 | ~uint16 | ~int32 | ~uint32 | ~int64 | ~uint64 | ~int | ~uint
}

func clamp[T integer](v, low, high T) T {
	if v < low {
		return low
	}
	if v > high {
		return high
	}
	return v
}

func fold[T any](list []T, f func(uint64, T) uint64) (h uint64) {
	for _, v := range list {
		h = f(h, v)
	}
	return h
}

func split(n int32) (int32, uint8) { return n / 16, uint8(n % 16) }

func total(first int32, rest ...int32) int32 {
	for _, v := range rest {
		first += v
	}
	return first
}

func fib(n uint8) uint64 {
	if n < 2 {
		return uint64(n)
	}
	return fib(n-1) + fib(n-2)
}

func guard(f func() int32) (result int32) {
	defer func() {
		if cause := recover(); cause != nil {
			result = -7
			if text, ok := cause.(string); ok {
				result -= int32(len(text))
			}
		}
	}()
	return f()
}

func deferred(n uint8) (h int32) {
	for i := range n % 4 {
		defer func() { h = h*3 + int32(i) }()
	}
	defer func() { h += 1000 }()
	return int32(n)
}

func steps(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i * i) {
				return
			}
		}
	}
}

var (
	tally  [4]int32
	lookup = map[uint8]int32{1: 10, 2: 20, 3: 30}
	// Variables, so that the compiler does not reject constant expressions that overflow.
	zero, one, two, seven, hundred, most = 0, 1, 2, 7, 100, 127

	words = []string{"zero", "one", "zwei", "três"}
)

func digestText(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = h*131 + uint64(s[i])
	}
	return h*7 + uint64(len(s))
}

func digestList(h uint64, s []int32) uint64 {
	for _, v := range s {
		h = h*31 + uint64(uint32(v))
	}
	return h*5 + uint64(len(s))
}

func digestMap(h uint64, m map[uint8]int32) uint64 {
	var sum uint64
	for k, v := range m {
		sum += uint64(k)*1000003 + uint64(uint32(v))*(uint64(k)+17)
	}
	return h*11 + sum + uint64(len(m))
}
`

func (g *generator) line(format string, arguments ...any) {
	g.out.WriteString(strings.Repeat("\t", g.indent))
	fmt.Fprintf(&g.out, format, arguments...)
	g.out.WriteByte('\n')
}

func (g *generator) pick(options ...string) string { return options[g.random.IntN(len(options))] }

func (g *generator) name(typ string) string {
	g.fresh++
	name := fmt.Sprintf("v%d", g.fresh)
	g.vars[typ] = append(g.vars[typ], name)
	return name
}

// function writes function number n.
func (g *generator) function(n int) {
	g.vars = make(map[string][]string)
	var params []string
	for _, p := range generatedInputs {
		params = append(params, p[0]+" "+p[1])
		g.vars[p[1]] = append(g.vars[p[1]], p[0])
	}
	g.line("func F%d(%s) (digest uint64) {", n, strings.Join(params, ", "))
	g.indent++
	g.line("tally = [4]int32{}")
	g.line("list := make([]int32, 3, 5)")
	g.line("array := [4]int32{1, 2, 3, int32(p0)}")
	g.line("rec := record{a: p0, b: uint16(p1), list: [3]int32{p2, 5, 6}}")
	g.line("table := map[uint8]int32{p1 | 16: 1, 9: 2}")
	g.line("text := words[p1%%4]")
	g.line("cell := &array[p1%%4]")
	g.line("var shape weighted = small(p0)")
	g.line("chain := &outer{record: rec}")
	for range 3 + g.random.IntN(6) {
		g.statement()
	}
	g.line("digest = digestList(digestList(uint64(*cell), list), array[:])")
	g.line("digest = digestMap(digestText(digest, text), table) + uint64(rec.sum())*13 + uint64(shape.weight())")
	g.line("digest = digestList(digest, tally[:]) + uint64(chain.sum())")
	for _, typ := range integerTypes {
		for _, v := range g.vars[typ] {
			g.line("digest = digest*3 + uint64(%s)", v)
		}
	}
	g.line("return digest")
	g.indent--
	g.line("}")
}

// block writes statements between braces; variables declared inside go out of scope.
func (g *generator) block(count int) {
	saved := make(map[string][]string)
	for typ, names := range g.vars {
		saved[typ] = names[:len(names):len(names)]
	}
	g.indent++
	g.depth++
	for range count {
		g.statement()
	}
	g.depth--
	g.indent--
	g.vars = saved
}

func (g *generator) statement() {
	compound := g.depth < 3
	switch n := g.random.IntN(30); {
	case n < 5:
		typ := g.pick(integerTypes...)
		value := g.integer(typ, 3)
		name := g.name(typ)
		g.line("%s := %s", name, value)
		g.line("_ = %s", name)
	case n < 8:
		typ := g.pick(integerTypes...)
		if names := g.vars[typ]; len(names) > 0 {
			g.line("%s %s %s", g.pick(names...), g.pick("=", "+=", "-=", "^=", "*=", "|="), g.integer(typ, 3))
		}
	case n < 11 && compound:
		g.line("if %s {", g.truth(2))
		g.block(1 + g.random.IntN(2))
		if g.random.IntN(2) == 0 {
			g.line("} else {")
			g.block(1 + g.random.IntN(2))
		}
		g.line("}")
	case n < 13 && compound && g.loops < 2:
		g.loop()
	case n == 13 && compound:
		g.line("switch %s %% 4 {", g.integer("uint8", 2))
		for i := range 3 {
			g.line("case %d:", i)
			g.block(1)
			if g.random.IntN(4) == 0 {
				g.indent++
				g.line("fallthrough")
				g.indent--
			}
		}
		g.line("default:")
		g.block(1)
		g.line("}")
	case n < 16:
		g.listStatement()
	case n < 18:
		g.line("%s", g.pick(
			fmt.Sprintf("array[%s&3] = %s", g.integer("uint8", 1), g.integer("int32", 2)),
			fmt.Sprintf("*cell += %s", g.integer("int32", 2)),
			fmt.Sprintf("cell = &array[%s%%4]", g.integer("uint8", 1)),
			fmt.Sprintf("cell = &rec.list[%s%%3]", g.integer("uint16", 1)),
			fmt.Sprintf("tally[%s%%4]++", g.integer("uint32", 1)),
			fmt.Sprintf("array, tally = tally, [4]int32{%s}", g.integer("int32", 1)),
		))
	case n < 20:
		g.line("%s", g.pick(
			fmt.Sprintf("rec.bump(%s)", g.integer("int32", 2)),
			fmt.Sprintf("rec.list[%s] = %s", g.integer("int8", 0)+"&1", g.integer("int32", 2)),
			fmt.Sprintf("chain = &outer{record: record{a: %s}, next: chain}", g.integer("int8", 1)),
			"if chain.next != nil { chain = chain.next; chain.bump(3) }",
			fmt.Sprintf("if rec == (record{a: %s}) || chain.record != rec { rec.b++ }", g.integer("int8", 1)),
			fmt.Sprintf("rec.b = uint16(chain.weight()) + %s", g.integer("uint16", 1)),
		))
	case n < 22:
		key := g.integer("uint8", 1)
		g.line("%s", g.pick(
			fmt.Sprintf("table[%s] += %s", key, g.integer("int32", 1)),
			fmt.Sprintf("delete(table, %s)", key),
			fmt.Sprintf("if v, ok := table[%s]; ok { array[0] += v }", key),
			fmt.Sprintf("array[1] ^= lookup[%s] + int32(len(table))", key),
		))
	case n < 24:
		g.line("%s", g.pick(
			fmt.Sprintf("text = words[%s%%4] + text[len(text)/2:]", g.integer("uint8", 1)),
			"for i, r := range text { array[i%4] += int32(r) }",
			fmt.Sprintf("text = string(rune(%s)) + text[:len(text)%%3]", g.integer("uint16", 1)),
			fmt.Sprintf("if text < words[%s%%4] { text = \"<\" }", g.integer("uint8", 1)),
			"array[2] += int32(len([]rune(text)))",
			fmt.Sprintf("{ bytes := []byte(text); if len(bytes) > 1 { bytes[1] = %s; text = string(bytes) } }", g.integer("uint8", 1)),
			fmt.Sprintf("array[3] += int32(text[%s])", g.integer("uint8", 1)),
		))
	case n < 26:
		g.line("%s", g.pick(
			fmt.Sprintf("if %s { shape = &rec } else { shape = small(%s) }", g.truth(1), g.integer("int8", 1)),
			"switch s := shape.(type) { case small: array[0] += int32(s); case *record: s.a += 2; case nil: text = \"nil\" }",
			fmt.Sprintf("if s, ok := shape.(small); ok { shape = s + small(%s) }", g.integer("int8", 1)),
			fmt.Sprintf("if %s { shape = chain }", g.truth(1)),
			"rec.a += int8(shape.(small))",
			fmt.Sprintf("if shape == weighted(small(%s)) { text = \"same\" }", g.integer("int8", 1)),
		))
	case n < 28:
		g.line("%s", g.pick(
			fmt.Sprintf("array[0] += guard(func() int32 { return list[%s] })", g.integer("int8", 1)),
			fmt.Sprintf("array[1] += guard(func() int32 { if %s { panic(text) }; rec.a--; return 3 })", g.truth(1)),
			fmt.Sprintf("array[2] ^= deferred(%s)", g.integer("uint8", 1)),
			fmt.Sprintf("func() { add := func(n int32) { array[3] += n }; add(%s); defer add(4) }()", g.integer("int32", 1)),
			fmt.Sprintf("for v := range steps(int(%s%%5)) { if v > 7 { break }; array[1] += int32(v) }", g.integer("uint8", 1)),
			fmt.Sprintf("{ q, r := split(%s); array[0], array[1] = q, int32(r) }", g.integer("int32", 1)),
			fmt.Sprintf("array[2] = total(%s, array[:]...) + total(1) + total(2, 3, p2)", g.integer("int32", 1)),
			"array[3] += int32(fold(list, func(h uint64, v int32) uint64 { return h*3 + uint64(v) }))",
		))
	default:
		g.line("%s", g.pick(
			fmt.Sprintf("array[0] /= %s", g.integer("int32", 1)),
			fmt.Sprintf("array[1] %%= %s", g.integer("int32", 1)),
			fmt.Sprintf("array[2] <<= %s", g.integer("int8", 1)),
			fmt.Sprintf("array[3] = clamp(%s, -100, array[0])", g.integer("int32", 1)),
			fmt.Sprintf("array[1] += int32(fib(%s%%4))", g.integer("uint8", 1)),
			fmt.Sprintf("if %s { panic(\"chosen\") }", g.truth(3)),
			fmt.Sprintf("array[%s] = 4", g.integer("uint8", 0)),
			"for i := range array { if i == 2 { continue }; array[i] += int32(i) }",
		))
	}
}

func (g *generator) listStatement() {
	g.line("%s", g.pick(
		fmt.Sprintf("list = append(list, %s)", g.integer("int32", 2)),
		fmt.Sprintf("list = append(list[:len(list)/2], %s, %s)", g.integer("int32", 1), g.integer("int32", 1)),
		"if len(list) > 1 { list = list[1:] }",
		fmt.Sprintf("if len(list) > 0 { list[%s%%uint32(len(list))] += %s }", g.integer("uint32", 1), g.integer("int32", 1)),
		"array[0] += int32(copy(list, array[1:]))",
		"list = append(list, list[:min(len(list), 2)]...)",
		fmt.Sprintf("list = list[:clamp(int(%s), 0, len(list))]", g.integer("int16", 1)),
		"{ alias := list; for i := range alias { alias[i]++ }; clear(alias[len(alias)/2:]) }",
		fmt.Sprintf("if len(list) >= 2 { pair := [2]int32(list); array[2] += pair[%s&1] }", g.integer("uint8", 0)),
		fmt.Sprintf("list = make([]int32, %s%%5)", g.integer("uint8", 1)),
		fmt.Sprintf("list[%s] = 1", g.integer("uint8", 0)),
		fmt.Sprintf("list = list[%s:]", g.integer("uint8", 0)),
		"array[3] = min(array[0], p2, int32(len(list))) + max(array[1], 3)",
	))
}

func (g *generator) loop() {
	g.fresh++
	index := fmt.Sprintf("i%d", g.fresh)
	g.loops++
	defer func() { g.loops-- }()
	switch g.random.IntN(3) {
	case 0:
		g.line("for %s := uint8(0); %s < %s%%4; %s++ {", index, index, g.pick(g.vars["uint8"]...), index)
	case 1:
		g.line("for %s := range %d {", index, 1+g.random.IntN(3))
	case 2:
		g.line("for %s := range list {", index)
		g.indent++
		g.line("if %s > 4 { break }", index)
		g.indent--
	}
	g.indent++
	g.line("array[0] += int32(%s)", index)
	if g.random.IntN(3) == 0 {
		g.line("if %s { %s }", g.truth(1), g.pick("break", "continue"))
	}
	g.indent--
	g.block(1)
	g.line("}")
}

// integer writes an expression of integer type typ.
func (g *generator) integer(typ string, depth int) string {
	if depth <= 0 || g.random.IntN(4) == 0 {
		if names := g.vars[typ]; len(names) > 0 && g.random.IntN(3) > 0 {
			return g.pick(names...)
		}
		from := g.pick(integerTypes...)
		if names := g.vars[from]; len(names) > 0 {
			return typ + "(" + g.pick(names...) + ")"
		}
		return typ + "(" + g.pick("zero", "one", "two", "seven", "hundred", "most") + ")"
	}
	x := g.integer(typ, depth-1)
	switch g.random.IntN(12) {
	case 0:
		return "(-" + x + ")"
	case 1:
		return "(^" + x + ")"
	case 2:
		return fmt.Sprintf("(%s << (%s %% 70))", x, g.integer("uint8", depth-1))
	case 3:
		return fmt.Sprintf("(%s >> (%s %% 70))", x, g.integer("uint16", depth-1))
	case 4:
		return fmt.Sprintf("(%s / (%s | 1))", x, g.integer(typ, depth-1))
	case 5:
		return fmt.Sprintf("(%s %% (%s | 1))", x, g.integer(typ, depth-1))
	case 6:
		return typ + "(" + g.integer(g.pick(integerTypes...), depth-1) + ")"
	case 7:
		return typ + "(" + g.pick("array[p1%4]", "rec.sum()", "*cell", "tally[1]", "int32(len(text))", "int32(len(list))", "shape.weight()") + ")"
	}
	return fmt.Sprintf("(%s %s %s)", x, g.pick("+", "-", "*", "&", "|", "^", "&^"), g.integer(typ, depth-1))
}

// truth writes a Boolean expression.
func (g *generator) truth(depth int) string {
	switch n := g.random.IntN(6); {
	case depth > 0 && n == 0:
		return fmt.Sprintf("(%s && %s)", g.truth(depth-1), g.truth(depth-1))
	case depth > 0 && n == 1:
		return fmt.Sprintf("(%s || !(%s))", g.truth(depth-1), g.truth(depth-1))
	case n == 2:
		return "p4"
	}
	typ := g.pick(integerTypes...)
	return fmt.Sprintf("%s %s %s", g.integer(typ, 1), g.pick("<", "<=", ">", ">=", "==", "!="), g.integer(typ, 1))
}

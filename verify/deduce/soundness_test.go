package deduce_test

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// family says how the functions of one source are made: sources with the function's number in their names.
type family struct {
	name string
	make func(r *rand.Rand, n int) string
}

// families are all sources of the search: each template, and random statements over a state.
func families() []family {
	var list []family
	for _, group := range []struct {
		name  string
		texts []string
	}{{"arithmetic", arithmetic}, {"control", control}, {"memory", memory}, {"slices", slices}} {
		for i, text := range group.texts {
			list = append(list, family{fmt.Sprintf("%s %d", group.name, i), func(r *rand.Rand, n int) string {
				return named.ReplaceAllString(expand(text, r), "${1}"+strconv.Itoa(n))
			}})
		}
	}
	return list
}

// named are the names that a template leaves open.
var named = regexp.MustCompile(`\b([FG])\b`)

// expand takes the choices of a template.
func expand(text string, r *rand.Rand) string {
	taken := map[string]string{}
	var from func(s string) string
	from = func(s string) string {
		var out strings.Builder
		for i := 0; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
				out.WriteByte(s[i])
			case '{':
				inside, parts := choice(s[i+1:])
				if len(parts) < 2 {
					out.WriteByte('{')
					break
				}
				whole := s[i+1 : i+1+inside]
				if _, ok := taken[whole]; !ok {
					k := 0
					if r.Intn(2) == 0 {
						k = r.Intn(len(parts))
					}
					taken[whole] = from(parts[k])
				}
				out.WriteString(taken[whole])
				i += inside + 1
			default:
				out.WriteByte(s[i])
			}
		}
		return out.String()
	}
	return from(text)
}

// choice answers where the brace before s is closed, and what stands between the bars in between.
func choice(s string) (end int, parts []string) {
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '|':
			if depth == 0 {
				parts = append(parts, s[from:i])
				from = i + 1
			}
		case '}':
			if depth == 0 {
				return i, append(parts, s[from:i])
			}
			depth--
		}
	}
	return len(s), nil
}

// batch is a package of random functions.
type batch struct {
	text    string
	sources []string // of the functions by number, an entry for each
	family  []string
}

// perBatch is the number of random functions in a package.
const perBatch = 400

// write makes the packages of a search. A third of the functions are random statements, the rest from templates, no two alike.
func write(r *rand.Rand, count int) []*batch {
	var list []*batch
	seen := map[string]bool{}
	all := families()
	for made := 0; made < count; {
		b := &batch{}
		w := &writer{r: r}
		for n := range min(perBatch, count-made) {
			made++
			if n%3 == 0 {
				before := w.b.Len()
				w.n = n
				w.function()
				b.sources, b.family = append(b.sources, w.b.String()[before:]), append(b.family, "statements")
				continue
			}
			f := all[r.Intn(len(all))]
			source := f.make(r, n)
			for try := 0; try < 20 && seen[anonymous(source)]; try++ {
				f = all[r.Intn(len(all))]
				source = f.make(r, n)
			}
			seen[anonymous(source)] = true
			b.sources, b.family = append(b.sources, "\n"+source+"\n"), append(b.family, f.name)
		}
		b.text = fmt.Sprintf("// +gobra\n\n// Package p%d is random.\npackage p%d\n\n%s%s", len(list), len(list), shared, strings.Join(b.sources, ""))
		list = append(list, b)
	}
	return list
}

var numbers = regexp.MustCompile(`\b[FG]\d+\b`)

// anonymous is a source without the numbers of its functions.
func anonymous(source string) string { return numbers.ReplaceAllString(source, "F") }

// declared are the receiver and the name of each function of a source.
var declared = regexp.MustCompile(`(?m)^func (?:\(\w+ \*(\w+)\) )?([FG]\d+)\(`)

// called are the functions that a source calls.
var called = regexp.MustCompile(`\b([FG]\d+)\(`)

// number is an environment variable, or the number that stands for it.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestProvedMeansTrue writes random functions, verifies them, and runs each that was proved: a run that breaks a proved contract is a
// soundness bug. SOUNDNESS_FUNCTIONS and SOUNDNESS_SEED widen the search.
func TestProvedMeansTrue(t *testing.T) {
	count, seed := number("SOUNDNESS_FUNCTIONS", 2400), number("SOUNDNESS_SEED", 1)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	save := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	save("go.mod", "module fuzzed\n\ngo 1.26\n\nrequire warrant v0.0.0\n\nreplace warrant => "+root+"\n")
	save("go.sum", string(sums))
	batches := write(rand.New(rand.NewSource(int64(seed))), count)
	for i, b := range batches {
		save(fmt.Sprintf("p%d/p.go", i), b.text)
	}
	report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./..."}, Effort: 200_000, NoCache: true, Terse: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Fatal(p.Err)
	}
	proved := provedIn(report)
	var calls strings.Builder
	confirmed, perFamily := 0, map[string]int{}
	for i, b := range batches {
		fmt.Fprintf(&calls, "\trun(t, %q, []function{\n", fmt.Sprintf("p%d/p.go", i))
		for n, source := range b.sources {
			if !trustworthy(b, fmt.Sprintf("fuzzed/p%d ", i), n, proved) {
				continue
			}
			perFamily[b.family[n]]++
			for _, m := range declared.FindAllStringSubmatch(source, -1) {
				confirmed++
				if m[1] == "" {
					fmt.Fprintf(&calls, "\t\t{%q, p%d.%s},\n", m[2], i, m[2])
				} else {
					fmt.Fprintf(&calls, "\t\t{%q, (*p%d.%s).%s},\n", m[1]+"."+m[2], i, m[1], m[2])
				}
			}
		}
		calls.WriteString("\t})\n")
	}
	if confirmed < count/5 {
		t.Fatalf("only %d of %d functions are proved: the search says nothing", confirmed, count)
	}
	for _, f := range families() {
		if perFamily[f.name] == 0 && count >= 2000 {
			t.Errorf("no function of template %s is proved: it says nothing", f.name)
		}
	}
	var imports strings.Builder
	for i := range batches {
		fmt.Fprintf(&imports, "\t\"fuzzed/p%d\"\n", i)
	}
	save("run_test.go", fmt.Sprintf(runner, imports.String(), calls.String()))
	cmd := exec.Command("go", "test", "-mod=mod", "-vet=off", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("seed %d: a proved contract is broken: %v\n%s", seed, err, out)
	}
	t.Logf("%d of %d random functions proved, all confirmed by runs", confirmed, count)
}

// provedIn are the functions of a report that are proved, by package and title. Code that cannot be reached is no lie about the code that
// can, so vacuity does not count.
func provedIn(r *deduce.Report) map[string]bool {
	proved := map[string]bool{}
	for _, f := range r.Functions {
		holds := f.Err == nil
		for _, o := range f.Obligations {
			holds = holds && (o.Verdict.Holds() || o.ID.Kind == obligation.Vacuity)
		}
		proved[f.Package+" "+f.Title[strings.LastIndex(f.Title, ".")+1:]] = holds
	}
	return proved
}

// trustworthy says that the functions of a source are proved, and all that they reach: one that calls another relies on its contract.
func trustworthy(b *batch, prefix string, n int, proved map[string]bool) bool {
	for _, m := range called.FindAllStringSubmatch(b.sources[n], -1) {
		if !proved[prefix+m[1]] {
			return false
		}
		if k, err := strconv.Atoi(m[1][1:]); err == nil && k < n && !trustworthy(b, prefix, k, proved) {
			return false
		}
	}
	return true
}

// runner is the test that runs what was proved.
const runner = `package fuzzed

import (
	"math/rand"
	"os"
	"testing"

	"warrant/verify/checked"

%s)

type function struct {
	name string
	call any
}

func run(t *testing.T, file string, list []function) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := checked.Parse(map[string]string{file: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		r, err := p.Function(f.name, f.call, rand.New(rand.NewSource(7)), 300, 20000)
		switch {
		case err != nil:
			t.Fatal(f.name, err)
		case r.Violation != "":
			t.Errorf("%%s %%s: %%s", file, f.name, r.Violation)
		case r.Runs == 0:
			t.Errorf("%%s %%s: no input satisfies the precondition", file, f.name)
		}
	}
}

func TestProved(t *testing.T) {
%s}
`

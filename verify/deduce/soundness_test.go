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
	}{{"partial", partial}, {"arithmetic", arithmetic}, {"partial", partial}, {"control", control}, {"memory", memory}, {"slices", slices}} {
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
const perBatch = 1000

// write makes the packages of a search. A third of the functions are random statements, the rest from templates, no two alike.
func write(r *rand.Rand, count int) []*batch {
	var list []*batch
	seen := map[string]bool{}
	all, next := families(), 0
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
			f := all[next%len(all)]
			source := f.make(r, n)
			for try := 0; try < 20 && seen[anonymous(source)]; try++ {
				next++
				f = all[next%len(all)]
				source = f.make(r, n)
			}
			next++
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

// planted are demands that an encoder could forget. What fails for one of them alone would then count as proved, so runs of that must
// break a contract: else the search could not find such an encoder.
var planted = []obligation.Kind{obligation.Postcondition, obligation.Precondition, obligation.InvariantKept, obligation.Wraps, obligation.Conversion,
	obligation.IndexBounds, obligation.SliceBounds, obligation.DivisionByZero}

// TestProvedMeansTrue writes random functions, verifies them, and runs each that was proved: a run that breaks a proved contract is a
// soundness bug. SOUNDNESS_FUNCTIONS and SOUNDNESS_SEED widen the search.
func TestProvedMeansTrue(t *testing.T) {
	count, seed := number("SOUNDNESS_FUNCTIONS", 300), number("SOUNDNESS_SEED", 1)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"go.mod": "module fuzzed\n\ngo 1.26\n\nrequire warrant v0.0.0\n\nreplace warrant => " + root + "\n", "go.sum": string(sums)}
	batches := write(rand.New(rand.NewSource(int64(seed))), count)
	for i, b := range batches {
		files[fmt.Sprintf("p%d/p.go", i)] = b.text
	}
	place(t, dir, files)
	report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./..."}, Effort: 100_000, NoCache: true, Terse: true,
		Skip: func(id obligation.ID) bool { return id.Kind == obligation.Vacuity }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Fatal(p.Err)
	}
	proved := provedIn(report, "")
	var calls strings.Builder
	confirmed, perFamily := 0, map[string]int{}
	for i, b := range batches {
		list := ""
		for n := range b.sources {
			if entries := b.entries(i, n, proved); entries != "" {
				perFamily[b.family[n]]++
				confirmed += strings.Count(entries, "\n")
				list += entries
			}
		}
		fmt.Fprintf(&calls, "\tt.Run(\"p%d\", func(t *testing.T) { run(t, %q, []function{\n%s\t}) })\n", i, fmt.Sprintf("p%d/p.go", i), list)
	}
	for _, kind := range planted {
		believed := provedIn(report, kind)
		fmt.Fprintf(&calls, "\tt.Run(%q, func(t *testing.T) { forgotten(t, %q, map[string][]function{\n", kind, kind)
		for i, b := range batches {
			list := ""
			for n := range b.sources {
				if b.entries(i, n, proved) == "" {
					list += b.entries(i, n, believed)
				}
			}
			fmt.Fprintf(&calls, "\t\t%q: {\n%s\t\t},\n", fmt.Sprintf("p%d/p.go", i), list)
		}
		calls.WriteString("\t}) })\n")
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
	place(t, dir, map[string]string{"run_test.go": fmt.Sprintf(runner, imports.String(), count < 2000, calls.String())})
	cmd := exec.Command("go", "test", "-mod=mod", "-vet=off", "-v", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOGC=400")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("seed %d: a proved contract is broken, or a planted bug not found: %v\n%s", seed, err, out)
	}
	t.Logf("%s", out)
	t.Logf("seed %d: %d of %d random functions proved, all confirmed by runs", seed, confirmed, count)
}

// provedIn are the functions of a report that are proved, by package and name, when the demands of one kind are forgotten. Code that cannot
// be reached is no lie about the code that can, so vacuity does not count.
func provedIn(r *deduce.Report, forgotten obligation.Kind) map[string]bool {
	proved := map[string]bool{}
	for _, f := range r.Functions {
		holds := f.Err == nil
		for _, o := range f.Obligations {
			holds = holds && (o.Verdict.Holds() || o.ID.Kind == obligation.Vacuity || o.ID.Kind == forgotten)
		}
		proved[f.Package+" "+f.Title[strings.LastIndex(f.Title, ".")+1:]] = holds
	}
	return proved
}

// entries are the functions of source n of batch i, as the runner lists them, if all of them are proved.
func (b *batch) entries(i, n int, proved map[string]bool) string {
	if !trustworthy(b, fmt.Sprintf("fuzzed/p%d ", i), n, proved) {
		return ""
	}
	list := ""
	for _, m := range declared.FindAllStringSubmatch(b.sources[n], -1) {
		if m[1] == "" {
			list += fmt.Sprintf("\t\t{%q, p%d.%s},\n", m[2], i, m[2])
		} else {
			list += fmt.Sprintf("\t\t{%q, (*p%d.%s).%s},\n", m[1]+"."+m[2], i, m[1], m[2])
		}
	}
	return list
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

// few says that the search is too small to have every kind of mistake.
const few = %t

type function struct {
	name string
	call any
}

func read(t *testing.T, file string) *checked.Package {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := checked.Parse(map[string]string{file: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t *testing.T, file string, list []function) {
	t.Parallel()
	p := read(t, file)
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

func forgotten(t *testing.T, kind string, files map[string][]function) {
	t.Parallel()
	tried := 0
	for file, list := range files {
		p := read(t, file)
		for _, f := range list {
			tried++
			r, err := p.Function(f.name, f.call, rand.New(rand.NewSource(7)), 300, 20000)
			if err != nil {
				t.Fatal(f.name, err)
			}
			if r.Violation != "" {
				t.Logf("an encoder that forgets %%s is found: %%s %%s: %%s", kind, file, f.name, r.Violation)
				return
			}
		}
	}
	if tried == 0 && few {
		t.Logf("no function failed for %%s alone", kind)
		return
	}
	t.Errorf("an encoder that forgets %%s would not be found: %%d functions kept their contracts", kind, tried)
}

func TestProved(t *testing.T) {
%s}
`

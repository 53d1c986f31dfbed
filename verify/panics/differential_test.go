package panics_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"warrant/verify/obligation"
	"warrant/verify/panics"
)

// driver calls each function with boundary and random inputs and prints the line of the first panic of each call.
const driver = `package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
)

var edges = []int{0, 1, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 63, 64, 255, 256, math.MaxInt32, math.MinInt32, math.MaxInt, math.MinInt, math.MaxInt - 1, -2, -8}

func number(r *rand.Rand) int {
	if r.IntN(6) == 0 {
		return int(r.Uint64())
	}
	return edges[r.IntN(len(edges))]
}

func list(r *rand.Rand) []int {
	n := r.IntN(11)
	xs := make([]int, n, n+r.IntN(3))
	for i := range xs {
		xs[i] = number(r)
	}
	if n == 0 && r.IntN(2) == 0 {
		return nil
	}
	return xs
}

func main() {
	seen := map[string]int{}
	for name, f := range functions {
		r := rand.New(rand.NewPCG(seed, 1))
		for range calls {
			// Only what the program itself can store is in the state: it starts as the zero value.
			st := &state{cells: list(r)}
			ys := list(r)
			if r.IntN(3) == 0 {
				ys = st.cells
			}
			for range 3 {
				fuel = 200
				func() {
					defer func() {
						if recover() == nil {
							return
						}
						var pcs [64]uintptr
						frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
						for {
							frame, more := frames.Next()
							if strings.HasSuffix(frame.File, "/program.go") {
								seen[fmt.Sprint(frame.Line)]++
								return
							}
							if !more {
								break
							}
						}
						fmt.Println("lost", name)
					}()
					f(st, number(r), number(r), uint8(number(r)), uint32(number(r)), uint64(number(r)), list(r), ys, "0123456789"[:r.IntN(11)])
				}()
			}
		}
	}
	for line := range seen {
		fmt.Println(line)
	}
}
`

// TestProvedNeverPanics is the evidence that the local analysis is sound: it writes random programs, and runs them; no line on which every
// site is proved may panic. DIFFERENTIAL_SEED and DIFFERENTIAL_PROGRAMS choose other programs.
func TestProvedNeverPanics(t *testing.T) {
	seed, programs := setting(t, "DIFFERENTIAL_SEED", 1), setting(t, "DIFFERENTIAL_PROGRAMS", 3)
	var total tally
	for i := range programs {
		total.add(differ(t, uint64(seed+i), 30, 300))
	}
	t.Logf("%d programs from seed %d: %d sites proved, %d not, of which %d panicked", programs, seed, total.proved, total.open, total.panicked)
	if total.proved < 100*programs || total.panicked < 5*programs {
		t.Errorf("the programs are no test: %d sites proved, %d lines panicked", total.proved, total.panicked)
	}
}

func setting(t *testing.T, name string, normally int) int {
	text := os.Getenv(name)
	if text == "" {
		return normally
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

type tally struct{ proved, open, panicked int }

func (t *tally) add(u tally) {
	t.proved += u.proved
	t.open += u.open
	t.panicked += u.panicked
}

func differ(t *testing.T, seed uint64, functions, calls int) (total tally) {
	t.Helper()
	dir := t.TempDir()
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0))}
	text := g.program(functions)
	table := fmt.Sprintf("package main\n\nconst seed, calls = %d, %d\n\nvar functions = map[string]func(*state, int, int, uint8, uint32, uint64, []int, []int, string) int{\n", seed, calls)
	for i := range functions {
		table += fmt.Sprintf("\t\"F%d\": F%d,\n", i, i)
	}
	for name, content := range map[string]string{"go.mod": "module random\n\ngo 1.26\n", "program.go": text, "driver.go": driver, "table.go": table + "}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	module, err := panics.Load(dir, ".")
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	audit, err := panics.Run(module, panics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open, sites := map[int]bool{}, map[int]bool{}
	for _, s := range audit.Sites {
		if s.Place.File != "program.go" {
			continue
		}
		sites[s.Place.Line] = true
		if s.Class == obligation.Local {
			total.proved++
		} else {
			open[s.Place.Line] = true
			total.open++
		}
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, out)
	}
	for _, word := range strings.Fields(string(out)) {
		line, err := strconv.Atoi(word)
		if err != nil {
			t.Fatalf("seed %d: %s", seed, out)
		}
		total.panicked++
		if !open[line] {
			what := "all its sites are proved"
			if !sites[line] {
				what = "it has no site"
			}
			t.Errorf("seed %d: line %d panics, but %s:\n%s", seed, line, what, around(text, line))
		}
	}
	return total
}

func numbered(text string) string {
	var b bytes.Buffer
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "%d\t%s\n", i+1, line)
	}
	return b.String()
}

// around returns the function that a line stands in.
func around(text string, line int) string {
	lines := strings.Split(numbered(text), "\n")
	start, end := line-1, line
	for start > 0 && !strings.Contains(lines[start], "\tfunc ") {
		start--
	}
	for end < len(lines) && !strings.HasSuffix(lines[end], "\t}") {
		end++
	}
	return strings.Join(lines[start:min(end+1, len(lines))], "\n")
}

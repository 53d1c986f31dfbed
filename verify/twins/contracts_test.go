package twins

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/lower"
	"warrant/verify/obligation"
)

// TestEveryContract demands a twin for every function of the kernel and of the libraries whose contract is proved.
func TestEveryContract(t *testing.T) {
	seeded := map[string]bool{}
	for _, name := range files(t) {
		f := read(t, name)
		for _, twin := range f.Twins {
			seeded[f.Package+" "+twin.Function] = true
		}
	}
	for _, p := range proved(t, "./kernel/...", "./lib/...") {
		for _, function := range p.Functions {
			if !seeded[p.Path+" "+function] {
				t.Errorf("%s: %s has a contract and no twin: add one below verify/twins", p.Path, function)
			}
		}
	}
}

// TestContradictions adds a precondition that nobody can meet to every contract, and demands that the verifier calls
// the function's proof empty. The functions of kernel/sys are left out, which would take a quarter of an hour; the check is the same.
func TestContradictions(t *testing.T) {
	for _, p := range proved(t, "./kernel/core/...", "./kernel/sys/object/...", "./lib/...") {
		for i, function := range p.Functions {
			clause := contradictions[i%len(contradictions)]
			t.Run(p.Path+" "+function, func(t *testing.T) {
				t.Parallel()
				file, edited, err := p.Edit(function, func(name, source string) (string, error) { return contradict(t, name, source, function, clause), nil })
				if err != nil {
					t.Fatal(err)
				}
				empty := obligation.ID{Package: "warrant/" + p.Path, Function: function, Kind: obligation.Vacuity, Expression: "requires", Ordinal: 1}
				report, err := p.Verify(context.Background(), map[string]string{file: edited}, deduce.Options{Jobs: 1, Terse: true,
					Func: anyOf(map[string]bool{function: true}), Skip: func(id obligation.ID) bool { return id != empty }})
				if err != nil {
					t.Fatal(err)
				}
				if len(report.Problems) > 0 {
					t.Fatal(report.Problems[0].Err)
				}
				for _, o := range report.Failed() {
					if o.ID == empty && o.Verdict == obligation.Unsatisfiable {
						return
					}
				}
				t.Errorf("a contradictory precondition of %s is not refused", function)
			})
		}
	}
}

// contradictions are preconditions that nobody can meet: one that the verifier folds to false, and one that only the solver refutes.
var contradictions = []string{"0 < 0", "len(seq[int]{}) > 0"}

// contradict puts a precondition that is never met above a function's contract.
func contradict(t *testing.T, name, source, function, clause string) string {
	list, err := Functions(name, source)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if f.Title == function {
			above := source[:f.End]
			above = above[:strings.LastIndex(above, "\nfunc ")]
			from := f.Start // behind the annotations of imports, which are no part of the contract
			if i := strings.LastIndex(above[f.Start:], "\n// @ import "); i >= 0 {
				from += i + 1
			}
			at := from + strings.Index(source[from:], "\n// @ ") + 1
			return source[:at] + "// @ requires " + clause + "\n" + source[at:]
		}
	}
	t.Fatalf("%s: no function %s", name, function)
	return ""
}

// proved is every package among those of the patterns that has contracts to prove.
func proved(t *testing.T, patterns ...string) []*Package {
	t.Helper()
	loader, err := lower.NewLoader(root)
	if err != nil {
		t.Fatal(err)
	}
	var list []*Package
	var paths []string
	for _, pattern := range patterns {
		found, err := loader.Match(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		p := open(t, strings.TrimPrefix(path, loader.Module()+"/"))
		if len(p.Functions) > 0 {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		t.Fatal("nothing has a contract")
	}
	return list
}

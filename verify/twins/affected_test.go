package twins

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// chain is a package in which contracts and calls lead from one function to another.
const chain = `package p

var total int

// @ pure
// @ decreases
func Small(x int) (y bool) { return x < limit }

const limit = 9

// @ requires Small(x)
// @ decreases
func Leaf(x int) (y int) { return x }

// @ decreases
func Middle() (y int) { return Leaf(3) }

// @ decreases
func Top() (y int) { return Middle() }

// @ decreases x
func Odd(x uint) (y bool) { return x != 0 && Even(x-1) }

// @ decreases x
func Even(x uint) (y bool) { return x == 0 || Odd(x-1) }

// @ decreases
func Count() (y int) { return total }

// @ decreases
func Apart() (y int) { return 1 }

/*@
pred Fits(x int) { Small(x) }

ghost
requires Fits(x)
decreases
func lemma(x int) { }
@*/
`

func TestAffected(t *testing.T) {
	before, err := usesOf(map[string]string{"p.go": chain})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, function, find, replace, want string }{
		{"a body", "Leaf", "return x }", "return x + 1 }", "Leaf"},
		{"a body that calls another", "Middle", "Leaf(3)", "Leaf(4)", "Middle"},
		{"a body that closes a circle", "Leaf", "return x }", "return Top() }", "Leaf Middle Top"},
		{"a body that opens a circle", "Even", "Odd(x-1)", "x > 1", "Even Odd"},
		{"a contract", "Leaf", "// @ requires Small(x)\n// @ decreases\nfunc Leaf", "// @ decreases\nfunc Leaf", "Leaf Middle Top"},
		{"a new clause", "Apart", "// @ decreases\nfunc Apart", "// @ ensures y == 1\n// @ decreases\nfunc Apart", "Apart"},
		{"a result's name", "Middle", "Middle() (y int)", "Middle() (z int)", "Middle Top"},
		{"a pure body", "Small", "x < limit", "x <= limit", "Fits Leaf Middle Small Top lemma"},
		{"no longer pure", "Small", "// @ pure\n", "", "Fits Leaf Middle Small Top lemma"},
		{"a variable", "Count", "return total }", "total = 2; return total }", "all"},
		{"a variable that it did not use", "Apart", "return 1 }", "total = 1; return 1 }", "all"},
		{"a directive", "Leaf", "return x }", "\n//gosure:wraps \"for the test\"\nreturn x }", "all"},
		{"another function", "Leaf", "return 1 }", "return 2 }", "all"},
		{"between functions", "Leaf", "const limit = 9", "const limit = 8", "all"},
		{"a name that is gone", "Leaf", "func Leaf", "func Stem", "all"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if strings.Count(chain, test.find) != 1 {
				t.Fatalf("%q occurs %d times", test.find, strings.Count(chain, test.find))
			}
			after, err := readFile("p.go", strings.Replace(chain, test.find, test.replace, 1))
			if err != nil {
				t.Fatal(err)
			}
			got := "all"
			if list := before.affected(after, test.function, map[string]bool{"total": true}); list != nil {
				got = strings.Join(slices.Sorted(maps.Keys(list)), " ")
			}
			if got != test.want {
				t.Errorf("affected are %s, want %s", got, test.want)
			}
		})
	}
}

// TestUnaffected compares with each bug what the solver is asked of the functions that it cannot affect: it must be what it was, word for word.
func TestUnaffected(t *testing.T) {
	for _, name := range []string{"kernel/captable.toml", "kernel/ledger.toml", "kernel/ring.toml", "lib/telnet.toml"} {
		f := read(t, name)
		p := open(t, f.Package)
		before := questions(t, p, nil)
		spared := 0
		for _, twin := range f.Twins {
			file, edited, err := p.Edit(twin.Function, twin.Apply)
			if err != nil {
				t.Fatal(err)
			}
			at := p.Affected(twin.Function, file, edited)
			if at == nil {
				continue
			}
			after := questions(t, p, map[string]string{file: edited})
			for title, question := range before {
				if !at[title] {
					spared++
					if after[title] != question {
						t.Errorf("%s\n%s is asked another question", twin, title)
					}
				}
			}
		}
		if spared == 0 {
			t.Errorf("%s: every bug affects everything", name)
		}
	}
}

// questions are the solver's scripts for each function.
func questions(t *testing.T, p *Package, overlay map[string]string) map[string]string {
	t.Helper()
	text, err := deduce.Dump(deduce.Options{Dir: p.root, Patterns: []string{"./" + p.Path}, Overlay: overlay, Session: session, Dump: "smt"})
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, part := range strings.Split("\n"+text, "\n; warrant/")[1:] {
		head, script, _ := strings.Cut(part, "\n")
		_, title, _ := strings.Cut(head, " ")
		list[title] += script
	}
	return list
}

// TestEdit verifies an edited package without its file being changed.
func TestEdit(t *testing.T) {
	p := open(t, "kernel/core/ledger")
	file, edited, err := p.Edit("(*Ledger).Take", func(_, source string) (string, error) {
		return strings.Replace(source, "n > l.limit-l.used", "n >= l.limit-l.used", 1), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, overlay := range []map[string]string{nil, {file: edited}, nil} {
		report, err := p.Verify(context.Background(), overlay, deduce.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if report.Verified() != (overlay == nil) {
			t.Errorf("overlay of %d files: verified %v", len(overlay), report.Verified())
		}
	}
	if _, _, err := p.Edit("Nobody", nil); err == nil {
		t.Error("a function that is not there was edited")
	}
}

package twins

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/deduce"
	"warrant/verify/obligation"
)

// root is the module that the twins in kernel/ and lib/ are of.
const root = "../.."

// A search for a proof that does not exist shall end early: effort is the solver's limit for a goal where the functions that a bug can affect
// are proved within it as long as they have no bug, ample is the limit for the others. A goal that is given up is not proved. The hardest goal
// is in (*Heap).rise of package deadline.
const (
	effort = deduce.DefaultEffort / 20
	ample  = deduce.DefaultEffort / 2
)

var whole = flag.Bool("twins.whole", false, "verify the whole package with each bug, not only what the bug can affect")

// session is what all tests share.
var session *deduce.Session

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if session, err = deduce.NewSession(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	session.Close()
	os.Exit(status)
}

// open reads a package of this module.
func open(t *testing.T, folder string) *Package {
	t.Helper()
	p, err := Open(root, folder, session)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestTwins seeds every bug and demands its refusal.
func TestTwins(t *testing.T) {
	bugs := map[string]bool{}
	for _, name := range files(t) {
		f := read(t, name)
		for _, twin := range f.Twins {
			bugs[twin.Bug] = true
		}
		t.Run(strings.TrimSuffix(filepath.ToSlash(name), ".toml"), func(t *testing.T) {
			t.Parallel()
			p := open(t, f.Package)
			hard := sound(t, p, concerned(t, p, f.Twins))
			for _, twin := range f.Twins {
				t.Run(twin.Function+" "+twin.Bug, func(t *testing.T) {
					t.Parallel()
					try(t, p, twin, hard)
				})
			}
		})
	}
	for _, bug := range Bugs {
		if !bugs[bug] {
			t.Errorf("no twin has a bug of class %q", bug)
		}
	}
}

// concerned answers which obligations the twins are about: of a function with a bug those of its kind, of another that a bug can affect all.
func concerned(t *testing.T, p *Package, twins []Twin) func(obligation.ID) bool {
	t.Helper()
	kinds, all := map[string]bool{}, map[string]bool{}
	for _, twin := range twins {
		kinds[twin.Function+" "+string(twin.Kind)] = true
		file, edited, err := p.Edit(twin.Function, twin.Apply)
		if err != nil {
			t.Error(err)
			continue
		}
		at := p.Suspects(twin.Function, file, edited)
		if at == nil || *whole {
			return func(obligation.ID) bool { return true }
		}
		for title := range at {
			all[title] = all[title] || title != twin.Function
		}
	}
	return func(id obligation.ID) bool { return all[id.Function] || kinds[id.Function+" "+string(id.Kind)] }
}

// sound demands that of a package without a bug everything is proved that the twins are about; make verify does so of the rest. It answers the
// functions for which effort is not enough.
func sound(t *testing.T, p *Package, concerned func(obligation.ID) bool) (hard map[string]bool) {
	t.Helper()
	o := deduce.Options{Effort: effort, Terse: true, Skip: func(id obligation.ID) bool { return !concerned(id) }}
	report, err := p.Verify(context.Background(), nil, o)
	if err != nil {
		t.Fatal(err)
	}
	hard = map[string]bool{}
	for _, o := range report.Failed() {
		if concerned(o.ID) {
			hard[o.ID.Function] = true
		}
	}
	if len(hard) > 0 {
		o.Effort, o.Func = ample, anyOf(hard)
		if report, err = p.Verify(context.Background(), nil, o); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range report.Problems {
		t.Error(p.Err)
	}
	for _, f := range report.Functions {
		if f.Err != nil {
			t.Errorf("%s: %v", f.Title, f.Err)
		}
		for _, o := range f.Obligations {
			if concerned(o.ID) && !o.Verdict.Holds() {
				t.Errorf("without a bug: %s: %s is not proved: %s", o.Place, o.ID, o.Verdict)
			}
		}
	}
	return hard
}

// try seeds one bug. Of the function that has it only obligations of the twin's kind are asked, since the others do not count.
func try(t *testing.T, p *Package, twin Twin, hard map[string]bool) {
	file, edited, err := p.Edit(twin.Function, twin.Apply)
	if err != nil {
		t.Fatal(err)
	}
	o := deduce.Options{Jobs: 1, Effort: effort, Terse: true,
		Skip: func(id obligation.ID) bool { return id.Function == twin.Function && id.Kind != twin.Kind }}
	at := p.Suspects(twin.Function, file, edited)
	if *whole {
		at = nil
	}
	o.Func = anyOf(at)
	for title := range hard {
		if at == nil || at[title] {
			o.Effort = ample
		}
	}
	report, err := p.Verify(context.Background(), map[string]string{file: edited}, o)
	if err != nil {
		t.Fatal(err)
	}
	if twin.Judge(report) == nil {
		return
	}
	o.Skip = nil // for the message
	if report, err = p.Verify(context.Background(), map[string]string{file: edited}, o); err != nil {
		t.Fatal(err)
	}
	t.Errorf("%s\n%v", twin, twin.Judge(report))
}

// files are the files of twins.
func files(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, folder := range []string{"kernel", "lib"} {
		names, err := filepath.Glob(folder + "/*.toml")
		if err != nil || len(names) == 0 {
			t.Fatalf("no files of twins in %s: %v", folder, err)
		}
		all = append(all, names...)
	}
	return all
}

// read reads one file of twins.
func read(t *testing.T, name string) *File {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

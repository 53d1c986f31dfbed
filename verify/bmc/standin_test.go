package bmc_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/bmc"
	"warrant/verify/smt"
)

// verifyAll verifies the harnesses of a program, each with replays, and hands on each outcome.
func verifyAll(t *testing.T, program *bmc.Program, outcome func(*bmc.Harness, *bmc.Report, error)) {
	t.Helper()
	replayer, err := bmc.NewReplayer()
	if err != nil {
		t.Fatal(err)
	}
	defer replayer.Close()
	for _, h := range program.Harnesses() {
		report, err := h.Verify(context.Background(), bmc.Options{Bounds: bmc.DefaultBounds(), Limits: smt.DefaultLimits(), Replayer: replayer})
		outcome(h, report, err)
	}
}

// Functions of every shape are exchanged in compiled Go: methods of values and of pointers, parameters without names, variadic ones, no
// results, other packages. What fails only because of the stand-ins fails there as well, and covers that need them are satisfied.
func TestStandInsAreReplayed(t *testing.T) {
	program, err := bmc.Load(".", "./testdata/standin")
	if err != nil {
		t.Fatal(err)
	}
	verifyAll(t, program, func(h *bmc.Harness, report *bmc.Report, err error) {
		if err != nil {
			t.Fatal(err)
		}
		isTwin := strings.HasSuffix(h.Name, "Twin")
		if report.Successful == isTwin || len(report.Failures) != map[bool]int{true: 3}[isTwin] {
			t.Errorf("%s: successful %v, %d failures", h.Name, report.Successful, len(report.Failures))
		}
		for _, failure := range report.Failures {
			if !failure.Replayed {
				t.Errorf("%s: %s was not replayed: %s", h.Name, failure.Place, failure.Note)
			}
		}
	})
}

// misread is a module whose harnesses are read with one stand-in and compiled with another, as if the encoding of stand-ins were wrong.
const misread = `package fresh

import "warrant/verify/prove"

func room(x uint8) uint8 { return 0 }

func double(x uint8) uint8 { return 2 * x }

// ProofCover is satisfied as it was read.
func ProofCover() {
	prove.Stub(room, double)
	prove.Cover(room(prove.Any[uint8]()) == 8)
}

// ProofFails is refuted as it was read.
func ProofFails() {
	prove.Stub(room, double)
	prove.Assert(room(prove.Any[uint8]()) != 8)
}
`

// misreadShared is such a module with shared memory.
const misreadShared = `package fresh

import "warrant/verify/prove"

func twice(page *[4]uint8) uint8 {
	if page[0] < 3 {
		return page[page[0]+1]
	}
	return 0
}

// ProofFails is refuted as it was read.
func ProofFails() {
	var page [4]uint8
	prove.Shared(&page)
	prove.Assert(twice(&page) != 9)
}

// ProofPanics is refuted as it was read: the second read of the index differs.
func ProofPanics() {
	var page [4]uint8
	prove.Shared(&page)
	twice(&page)
}
`

// A stand-in, or a read of shared memory, that the formula understands otherwise than the compiler is an internal error, of a counterexample and
// of a cover.
func TestMisread(t *testing.T) {
	for _, row := range []struct {
		name, text, was, is string
		mismatch            bool
	}{
		{"stand-in as read", misread, "2 * x", "2 * x", false},
		{"stand-in otherwise", misread, "2 * x", "2*x + 1", true},
		{"shared memory as read", misreadShared, "< 3", "< 3", false},
		{"shared memory otherwise", misreadShared, "< 3", "> 9", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			program, source := load(t, row.text)
			save(t, source, strings.Replace(row.text, row.was, row.is, 1))
			verifyAll(t, program, func(h *bmc.Harness, _ *bmc.Report, err error) {
				if errors.Is(err, bmc.ErrMismatch) != row.mismatch || !row.mismatch && err != nil {
					t.Errorf("%s: %v", h.Name, err)
				}
			})
		})
	}
}

// What no replay can exchange is an error, and never an answer that nothing has confirmed.
func TestStandInsThatCannotBeReplayed(t *testing.T) {
	for _, row := range []struct{ name, declarations, stub, want string }{
		{"generic", "func f[T any](x T) T { return x }", "prove.Stub(f[uint8], g)", "it is generic"},
		{"assembly", "func f(x uint8) uint8", "prove.Stub(f, g)", "it has no body in Go"},
		{"variable", "func f(x uint8) uint8 { return x }\n\nvar h = f", "prove.Stub(h, g)", "no replay can exchange fresh.f"},
	} {
		t.Run(row.name, func(t *testing.T) {
			program, _ := load(t, "package fresh\n\nimport \"warrant/verify/prove\"\n\n"+row.declarations+
				"\n\nfunc g(x uint8) uint8 { return 7 }\n\nfunc ProofFails() {\n\t"+row.stub+"\n\tprove.Assert(f(prove.Any[uint8]()) != 7)\n}\n")
			verifyAll(t, program, func(_ *bmc.Harness, _ *bmc.Report, err error) {
				if err == nil || !strings.Contains(err.Error(), row.want) {
					t.Errorf("want an error with %q, have %v", row.want, err)
				}
			})
		})
	}
}

// save writes a file of a test's own.
func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// load makes a fresh module of one file, in which functions need no body, and loads it.
func load(t *testing.T, text string) (program *bmc.Program, source string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	source = filepath.Join(directory, "fresh.go")
	save(t, filepath.Join(directory, "go.mod"), "module fresh\n\ngo 1.26.0\n\nrequire warrant v0.0.0\n\nreplace warrant => "+root+"\n")
	save(t, filepath.Join(directory, "empty.s"), "")
	save(t, source, text)
	program, err = bmc.Load(directory, ".")
	if err != nil {
		t.Fatal(err)
	}
	return program, source
}

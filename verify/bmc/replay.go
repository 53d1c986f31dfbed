package bmc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"warrant/verify/obligation"
	"warrant/verify/prove"
)

// Replayer compiles the packages of harnesses and runs harnesses on given inputs. It is safe for concurrent use.
type Replayer struct {
	directory string
	mutex     sync.Mutex
	binaries  map[compiled]*binary
}

// compiled names a package as a program has it: with its constants scaled or not. Harness is set for one that has loads of shared memory, which
// its own replays alone draw.
type compiled struct {
	program       *Program
	path, harness string
}

type binary struct {
	once sync.Once
	path string
	err  error
}

// NewReplayer returns a Replayer that works in a temporary directory, which Close removes.
func NewReplayer() (*Replayer, error) {
	directory, err := os.MkdirTemp("", "gosure-replay-")
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	return &Replayer{directory: directory, binaries: make(map[compiled]*binary)}, nil
}

// Close removes the compiled harnesses.
func (r *Replayer) Close() error { return os.RemoveAll(r.directory) }

// Run executes h, compiled by the Go compiler, once per stream. Harnesses are the names of all harnesses of its package.
func (r *Replayer) Run(ctx context.Context, h *Harness, streams [][]byte) ([]prove.Outcome, error) {
	return r.run(ctx, h, nil, streams)
}

// run is Run where the loads at some places of the source are of shared memory.
func (r *Replayer) run(ctx context.Context, h *Harness, shared map[token.Pos]bool, streams [][]byte) ([]prove.Outcome, error) {
	key := compiled{program: h.program, path: h.Package}
	if len(shared) > 0 {
		key.harness = h.Name
	}
	r.mutex.Lock()
	b, ok := r.binaries[key]
	if !ok {
		b = &binary{path: filepath.Join(r.directory, fmt.Sprintf("%d.test", len(r.binaries)))}
		r.binaries[key] = b
	}
	r.mutex.Unlock()
	b.once.Do(func() { b.err = r.compile(ctx, h, shared, b.path) })
	if b.err != nil {
		return nil, b.err
	}
	outcomes, err := r.execute(ctx, h, b.path, streams)
	if err == nil || len(streams) == 1 {
		return outcomes, err
	}
	for _, stream := range streams {
		single, err := r.execute(ctx, h, b.path, [][]byte{stream})
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, single...)
	}
	return outcomes, nil
}

// compile builds the test binary of the package of h with one more test file, which exists only in an overlay. So do the constants of a scale,
// the places where what stands in for a function gets its calls, and those where shared memory is read.
func (r *Replayer) compile(ctx context.Context, h *Harness, shared map[token.Pos]bool, path string) error {
	var names []string
	for name, member := range h.fn.Pkg.Members {
		if isHarnessName(name) && member.Type().String() == "func()" {
			names = append(names, name)
		}
	}
	var source bytes.Buffer
	changed := newRewriting(h)
	if err := errors.Join(changed.observe(shared), changed.exchange(h.stoodInFor())); err != nil {
		return fmt.Errorf("replay of %s: %w", h.Package, err)
	}
	fmt.Fprintf(&source, "package %s\n\nimport (\n\t\"testing\"\n\n\t\"%s\"\n\t%s\n)\n\n", h.fn.Pkg.Pkg.Name(), ProvePackage, strings.Join(changed.imports, "\n\t"))
	fmt.Fprintf(&source, "func TestGosureReplay(t *testing.T) {\n\tprove.ServeReplays(t, map[string]func(){\n")
	for _, name := range names {
		fmt.Fprintf(&source, "\t\t%q: %s,\n", name, name)
	}
	fmt.Fprintf(&source, "\t}")
	for _, exchange := range changed.arguments {
		fmt.Fprintf(&source, ", %s", exchange)
	}
	fmt.Fprintf(&source, ")\n}\n")
	generated := path + ".go"
	replaced := map[string]string{filepath.Join(h.Directory, "gosure_replay_generated_test.go"): generated}
	for original, text := range changed.files {
		backing := fmt.Sprintf("%s.%d.go", path, len(replaced))
		if err := os.WriteFile(backing, text, 0o600); err != nil {
			return fmt.Errorf("replay of %s: %w", h.Package, err)
		}
		replaced[original] = backing
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replaced})
	if err != nil {
		return fmt.Errorf("replay of %s: %w", h.Package, err)
	}
	if err := errors.Join(os.WriteFile(generated, source.Bytes(), 0o600), os.WriteFile(path+".json", overlay, 0o600)); err != nil {
		return fmt.Errorf("replay of %s: %w", h.Package, err)
	}
	command := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", path+".json", "-o", path, ".")
	command.Dir = h.Directory
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("replay of %s: go test -c: %w\n%s", h.Package, err, out)
	}
	return nil
}

// execute runs the binary once on all streams. A process that dies, by a stack overflow for instance, is an outcome when
// there is one stream and an error otherwise.
func (r *Replayer) execute(ctx context.Context, h *Harness, path string, streams [][]byte) ([]prove.Outcome, error) {
	requests := make([]prove.ReplayRequest, len(streams))
	for i, stream := range streams {
		requests[i] = prove.ReplayRequest{Harness: h.Name, Stream: stream}
	}
	text, err := json.Marshal(requests)
	if err != nil {
		return nil, fmt.Errorf("replay of %s.%s: %w", h.Package, h.Name, err)
	}
	file, err := os.CreateTemp(r.directory, "requests-")
	if err != nil {
		return nil, fmt.Errorf("replay of %s.%s: %w", h.Package, h.Name, err)
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("replay of %s.%s: %w", h.Package, h.Name, err)
	}
	const patience = time.Minute
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	command := exec.CommandContext(limited, path, "-test.run", "^TestGosureReplay$")
	command.Dir = h.Directory
	command.Env = append(os.Environ(), prove.ReplayFileVariable+"="+file.Name())
	out, runErr := command.CombinedOutput()
	answer, err := os.ReadFile(file.Name() + ".out")
	if err != nil {
		if len(streams) == 1 && runErr != nil && ctx.Err() == nil {
			message, _, _ := strings.Cut(string(out), "\n")
			if errors.Is(limited.Err(), context.DeadlineExceeded) {
				message = fmt.Sprintf("no end within %v", patience)
			}
			return []prove.Outcome{{Kind: prove.Panicked, Message: "process died: " + message}}, nil
		}
		return nil, fmt.Errorf("replay of %s.%s: %w\n%s", h.Package, h.Name, errors.Join(runErr, err), out)
	}
	var outcomes []prove.Outcome
	if err := json.Unmarshal(answer, &outcomes); err != nil {
		return nil, fmt.Errorf("replay of %s.%s: %w", h.Package, h.Name, err)
	}
	return outcomes, nil
}

// panicWords are what the gc runtime says in a panic of each kind.
var panicWords = map[obligation.Kind][]string{
	obligation.NilDereference: {"nil pointer dereference", "called using nil"},
	obligation.IndexBounds:    {"index out of range"},
	obligation.SliceBounds:    {"slice bounds out of range"},
	obligation.SliceToArray:   {"cannot convert slice with length"},
	obligation.TypeAssertion:  {"interface conversion"},
	obligation.DivisionByZero: {"integer divide by zero"},
	obligation.NegativeShift:  {"negative shift amount"},
	obligation.Uncomparable:   {"comparing uncomparable type", "hash of unhashable type"},
	obligation.NilMapWrite:    {"assignment to entry in nil map"},
	obligation.MakeLength:     {"makeslice"},
	obligation.NilFunction:    {"nil pointer dereference"},
	obligation.NilInterface:   {"nil pointer dereference"},
}

// confirms tells whether a compiled execution ended by breaking site s.
func (p *Program) confirms(s *site, outcome prove.Outcome) bool {
	wanted := prove.Panicked
	switch s.kind {
	case obligation.Assertion:
		wanted = prove.AssertionFailed
	case obligation.UnreachableCode:
		wanted = prove.UnreachableReached
	}
	if outcome.Kind != wanted {
		return false
	}
	if words, isRuntime := panicWords[s.kind]; isRuntime {
		matches := false
		for _, word := range words {
			matches = matches || strings.Contains(outcome.Message, word)
		}
		if !matches {
			return false
		}
	}
	pos := p.ssa.Fset.Position(s.pos)
	if len(outcome.Frames) == 0 {
		return false
	}
	frame := outcome.Frames[0]
	if filepath.Base(frame.File) != filepath.Base(pos.Filename) {
		return false
	}
	if syntax := s.fn.Syntax(); syntax != nil {
		first, last := p.ssa.Fset.Position(syntax.Pos()).Line, p.ssa.Fset.Position(syntax.End()).Line
		return first <= frame.Line && frame.Line <= last
	}
	return frame.Line == pos.Line
}

// covered tells whether a compiled execution satisfied the cover s.
func (p *Program) covered(s *site, outcome prove.Outcome) bool {
	pos := p.ssa.Fset.Position(s.pos)
	for _, frame := range outcome.Covered {
		if frame.Line == pos.Line && filepath.Base(frame.File) == filepath.Base(pos.Filename) {
			return true
		}
	}
	return false
}

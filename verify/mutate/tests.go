package mutate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"warrant/verify/deduce"
	"warrant/verify/lower"
)

// The judges of RunTests.
const (
	byTests   = "tests"
	byCommand = "command"
	// ByProofs is the judge of what programs do not reject.
	ByProofs = "proofs"
)

// ByWhom lists the judges that Outcome names, in their order.
var ByWhom = []string{byTests, byCommand, ByProofs}

// Judges says who judges mutants beside the tests of their package.
type Judges struct {
	// Prepare is a shell command that builds what Command needs; it runs once for each package.
	Prepare string
	// Command is a shell command that judges each mutant that the package's own tests do not reject: an exit status other than 0 rejects it.
	// Both commands run with the mutants in place of the sources, through GOFLAGS, and with a folder for their files in GOSURE_OUT.
	Command string
	// Slow names tests of the package, as a regular expression, that only judge what its other tests accept; empty for none.
	Slow string
	// Proofs says that what is left is judged by the proofs, too.
	Proofs bool
	// Function restricts the seeds to functions whose title matches; nil for all.
	Function *regexp.Regexp
	// Jobs is the number of mutants in work at a time; 0 takes the number of processors.
	Jobs int
	// Reasons explain survivors by their key.
	Reasons map[string]string
	// Progress is told how far it is; it may be nil.
	Progress deduce.Progress
}

// RunTests seeds all functions of the packages that the patterns name, and lets tests judge the mutants. A run that takes many times the
// processor time that the sources as they are take is a rejection, too. It is an error when the sources as they are do not pass.
func RunTests(ctx context.Context, dir string, patterns []string, j Judges) ([]*Score, error) {
	if j.Jobs <= 0 {
		j.Jobs = runtime.NumCPU()
	}
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-json=Dir,ImportPath,Name,GoFiles,TestGoFiles,XTestGoFiles"}, patterns...)...)
	list.Dir, list.Stderr = dir, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var scores []*Score
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var t trial
		if err := decoder.Decode(&t.pkg); err != nil {
			return nil, err
		}
		t.judges, t.dir = j, dir
		score, err := t.run(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.pkg.ImportPath, err)
		}
		if len(score.Outcomes) > 0 {
			scores = append(scores, score)
		}
	}
	return scores, nil
}

// trial is the judgement over one package.
type trial struct {
	pkg struct {
		Dir, ImportPath, Name              string
		GoFiles, TestGoFiles, XTestGoFiles []string
	}
	judges  Judges
	dir     string // where the commands run
	out     string // folder for what is built
	overlay string // file that puts the mutants in the place of the sources
	runs    []*run // the judges that run programs, in their order
	score   *Score
}

func (t *trial) run(ctx context.Context) (*Score, error) {
	t.score = &Score{Package: t.pkg.ImportPath}
	out, err := os.MkdirTemp("", "gosure-mutate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(out)
	t.out, t.overlay = out, filepath.Join(out, "overlay.json")
	if err := t.build(ctx); err != nil || len(t.score.Outcomes) == 0 {
		return t.score, err
	}
	for _, r := range t.runs {
		if err := r.calibrate(ctx); err != nil {
			return nil, err
		}
	}
	if err := t.judge(ctx); err != nil {
		return nil, err
	}
	if t.judges.Proofs {
		if err := t.prove(ctx); err != nil {
			return nil, err
		}
	}
	for i := range t.score.Outcomes {
		t.score.Outcomes[i].Reason = t.judges.Reasons[Key(t.pkg.ImportPath, &t.score.Outcomes[i].Mutant)]
	}
	return t.score, nil
}

// seed makes the mutants of a file and puts them into the score.
func (t *trial) seed(name, src string) (func(dead map[int]bool) string, error) {
	fset, f, err := parseGo(name, src)
	if err != nil {
		return nil, err
	}
	var choices []choice
	for _, d := range f.Decls {
		d, ok := d.(*ast.FuncDecl)
		if !ok || d.Body == nil || d.Name.Name == "_" || d.Recv == nil && (d.Name.Name == "init" || d.Name.Name == "main" && f.Name.Name == "main") {
			continue
		}
		if t.judges.Function != nil && !t.judges.Function.MatchString(goTitle(d)) {
			continue
		}
		c := choice{decl: d, mutants: seedGo(fset, name, src, f, d)}
		for _, m := range c.mutants {
			t.score.Outcomes = append(t.score.Outcomes, Outcome{Mutant: m, Fate: Survived})
			c.numbers = append(c.numbers, len(t.score.Outcomes))
		}
		if len(c.mutants) > 0 {
			choices = append(choices, c)
		}
	}
	return func(dead map[int]bool) string { return blend(fset, src, f, choices, dead) }, nil
}

// build makes the overlay, the test program and what the command needs.
func (t *trial) build(ctx context.Context) error {
	texts := map[string]func(map[int]bool) string{}
	for _, name := range t.pkg.GoFiles {
		path := filepath.Join(t.pkg.Dir, name)
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if texts[path], err = t.seed(path, string(src)); err != nil {
			return err
		}
	}
	if len(t.score.Outcomes) == 0 {
		return nil
	}
	dead := map[int]bool{}
	for {
		if err := t.write(texts, dead); err != nil {
			return err
		}
		c := exec.CommandContext(ctx, "go", "build", "-overlay", t.overlay, "-gcflags=-e", "-o", os.DevNull, ".")
		c.Dir = t.pkg.Dir
		out, err := c.CombinedOutput()
		if err == nil {
			break
		}
		numbers := complained(string(out))
		if len(numbers) == 0 {
			return fmt.Errorf("the mutants do not compile:\n%s", out)
		}
		for _, n := range numbers {
			dead[n] = true
			t.score.Outcomes[n-1].Fate = Stillborn
		}
	}
	return t.programs(ctx)
}

// write writes the overlay.
func (t *trial) write(texts map[string]func(map[int]bool) string, dead map[int]bool) error {
	replace := map[string]string{}
	put := func(path, text string) error {
		file := filepath.Join(t.out, filepath.Base(path))
		replace[path] = file
		return os.WriteFile(file, []byte(text), 0o600)
	}
	for path, text := range texts {
		if err := put(path, text(dead)); err != nil {
			return err
		}
	}
	if err := put(filepath.Join(t.pkg.Dir, "gosure_mutant_selector.go"), selectorFile(t.pkg.Name)); err != nil {
		return err
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(t.overlay, list, 0o600)
}

// programs builds the test program and runs the preparing command.
func (t *trial) programs(ctx context.Context) error {
	environment := append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -overlay="+t.overlay), "GOSURE_OUT="+t.out)
	if len(t.pkg.TestGoFiles)+len(t.pkg.XTestGoFiles) > 0 {
		program := filepath.Join(t.out, "package.test")
		c := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-o", program, ".")
		c.Dir, c.Env = t.pkg.Dir, environment
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		test := func(flags ...string) {
			t.runs = append(t.runs, &run{by: byTests, dir: t.pkg.Dir, environment: environment, args: append([]string{program, "-test.failfast"}, flags...)})
		}
		if t.judges.Slow == "" {
			test()
		} else {
			test("-test.skip=" + t.judges.Slow)
			test("-test.run=" + t.judges.Slow)
		}
	}
	if t.judges.Prepare != "" {
		c := exec.CommandContext(ctx, "sh", "-c", t.judges.Prepare)
		c.Dir, c.Env = t.dir, environment
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", t.judges.Prepare, err, out)
		}
	}
	if t.judges.Command != "" {
		t.runs = append(t.runs, &run{by: byCommand, dir: t.dir, environment: environment, args: []string{"sh", "-c", t.judges.Command}})
	}
	if len(t.runs) == 0 {
		return errors.New("the package has no tests and there is no command to judge its mutants")
	}
	return nil
}

// judge lets the programs judge all mutants.
func (t *trial) judge(ctx context.Context) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	work := make(chan int)
	done := 0
	for range t.judges.Jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range work {
				o := &t.score.Outcomes[i]
				for _, r := range t.runs {
					if o.Fate == Survived && ctx.Err() == nil && !r.accepts(ctx, i+1) {
						o.Fate, o.By = Killed, r.by
					}
				}
				mu.Lock()
				if done++; t.judges.Progress != nil {
					t.judges.Progress(done, len(t.score.Outcomes), o.Function)
				}
				mu.Unlock()
			}
		}()
	}
	for i := range t.score.Outcomes {
		work <- i
	}
	close(work)
	group.Wait()
	return ctx.Err()
}

// prove lets the proofs judge what is left.
func (t *trial) prove(ctx context.Context) error {
	l, err := lower.NewLoader(t.pkg.Dir)
	if err != nil {
		return err
	}
	p, err := l.Load(t.pkg.ImportPath)
	if err != nil {
		return err
	}
	session, err := deduce.NewSession()
	if err != nil {
		return err
	}
	defer session.Close()
	proved := map[string]bool{} // files that have contracts
	for _, f := range p.Files {
		proved[f.Name] = f.Annotated
	}
	for i := range t.score.Outcomes {
		o := &t.score.Outcomes[i]
		if o.Fate != Survived {
			continue
		}
		m := o.Mutant
		if m.File, err = filepath.Rel(l.Root(), m.File); err != nil {
			return err
		}
		if !proved[m.File] {
			continue
		}
		fate, err := try(ctx, session, l, t.pkg.ImportPath, &m)
		if err != nil {
			return err
		}
		if fate == Killed || fate == GaveUp {
			o.Fate, o.By = fate, ByProofs
		}
		if t.judges.Progress != nil {
			t.judges.Progress(i+1, len(t.score.Outcomes), "proving "+o.Function)
		}
	}
	return nil
}

// run is a program that judges one mutant at a time.
type run struct {
	by          string
	dir         string
	environment []string
	args        []string
	seconds     int // of processor time after which a mutant hangs
}

// patience is how many times the processor time of the sources as they are a mutant may take, and least how many seconds.
const patience, leastSeconds = 6, 2

// calibrate runs the sources as they are and sets the limit.
func (r *run) calibrate(ctx context.Context) error {
	r.seconds = 3600
	c := r.command(ctx, 0)
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("the %s do not pass without a mutant: %w\n%s", r.by, err, out)
	}
	used := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	r.seconds = max(leastSeconds, int((patience*used+time.Second-1)/time.Second))
	return nil
}

// accepts reports whether a mutant passes.
func (r *run) accepts(ctx context.Context, number int) bool {
	// Processor time is limited below; this is for a mutant that waits for ever.
	ctx, cancel := context.WithTimeout(ctx, time.Duration(r.seconds)*time.Minute)
	defer cancel()
	return r.command(ctx, number).Run() == nil
}

// command is the run of one mutant, with limits on processor time and memory.
func (r *run) command(ctx context.Context, number int) *exec.Cmd {
	limited := fmt.Sprintf(`ulimit -t %d && ulimit -v 4000000 && exec "$@"`, r.seconds)
	c := exec.CommandContext(ctx, "sh", append([]string{"-c", limited, "sh"}, r.args...)...)
	c.Dir = r.dir
	c.Env = append(slices.Clone(r.environment), fmt.Sprintf("%s=%d", Selected, number))
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	return c
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"warrant/verify/bmc"
	"warrant/verify/bounds"
	"warrant/verify/smt"
)

// selection is the flags that choose harnesses and how they are verified; several commands share it.
type selection struct {
	Packages  []string      `arg:"" optional:"" help:"Packages with harnesses, as for the go command; ./... if none."`
	Harness   string        `help:"Only harnesses whose package.function matches this regular expression."`
	Lane      string        `enum:"pr,nightly,all" default:"all" help:"Only harnesses of this lane of harness-bounds.toml: pr, nightly or all."`
	Shard     string        `help:"Only the i-th of n parts, as i/n with i from 1, for matrices of CI."`
	Jobs      int           `default:"0" help:"Harnesses verified at a time; 0 means one per processor."`
	Unwind    int           `help:"Overrides how often a loop may run on an undecided condition."`
	Recursion int           `help:"Overrides how many calls of a function may be active at a time."`
	Slice     int           `help:"Overrides the largest capacity of slices made with an undecided length."`
	MapSize   int           `help:"Overrides the largest number of entries of a map."`
	Rlimit    uint64        `help:"Overrides the solver's resource limit for each query."`
	Timeout   time.Duration `default:"10m" help:"Wall-clock limit of each solver query."`
	Wall      time.Duration `help:"Wall-clock limit of each harness; overrides wall_seconds of harness-bounds.toml."`
	NoCache   bool          `help:"Ask solvers even for what they answered before."`
	NoReplay  bool          `help:"Do not run the compiled harness to confirm counterexamples and covers."`
	CacheDir  string        `help:"Directory of the result cache, if not the one of the user."`
}

// session is a loaded program with what its harnesses are verified by.
type session struct {
	selection
	program   *bmc.Program
	file      *bounds.File
	cache     *smt.Cache
	replayer  *bmc.Replayer
	harnesses []*bmc.Harness
}

// open loads the packages, harness-bounds.toml when the working directory has one, and selects the harnesses.
func (s selection) open() (*session, error) {
	patterns := s.Packages
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	open := &session{selection: s, file: &bounds.File{}}
	if _, err := os.Stat(bounds.FileName); err == nil {
		if open.file, err = bounds.Load(bounds.FileName); err != nil {
			return nil, err
		}
	}
	var err error
	if open.program, err = bmc.Load(".", patterns...); err != nil {
		return nil, err
	}
	if open.harnesses, err = s.choose(open.program, open.file); err != nil {
		return nil, err
	}
	if err := open.scale(); err != nil {
		return nil, err
	}
	if !s.NoCache {
		directory := s.CacheDir
		if directory == "" {
			if directory, err = smt.DefaultCacheDirectory(); err != nil {
				return nil, err
			}
		}
		if open.cache, err = smt.OpenCache(directory, bmc.ToolVersion); err != nil {
			return nil, err
		}
	}
	if !s.NoReplay {
		if open.replayer, err = bmc.NewReplayer(); err != nil {
			return nil, err
		}
	}
	return open, nil
}

// choose applies -harness, -lane and -shard. Shards take harnesses in turn, so that slow neighbours spread.
func (s selection) choose(program *bmc.Program, file *bounds.File) ([]*bmc.Harness, error) {
	pattern, err := regexp.Compile(s.Harness)
	if err != nil {
		return nil, fmt.Errorf("-harness: %w", err)
	}
	part, parts := 1, 1
	if s.Shard != "" {
		if n, err := fmt.Sscanf(s.Shard, "%d/%d", &part, &parts); err != nil || n != 2 || part < 1 || part > parts {
			return nil, fmt.Errorf("-shard: %q is not i/n with 1 <= i <= n", s.Shard)
		}
	}
	var chosen []*bmc.Harness
	matching := 0
	for _, h := range program.Harnesses() {
		entry, stated := file.Find(h.Package, h.Name)
		if !pattern.MatchString(h.Package+"."+h.Name) || s.Lane != "all" && (!stated || entry.Lane != s.Lane) {
			continue
		}
		if matching%parts == part-1 {
			chosen = append(chosen, h)
		}
		matching++
	}
	if matching == 0 {
		return nil, errors.New("no harness matches: a harness is a function ProofXxx() of a package that imports " + bmc.ProvePackage)
	}
	return chosen, nil
}

// scale exchanges the chosen harnesses that harness-bounds.toml wants with scaled constants for those of programs that are loaded so.
func (s *session) scale() error {
	wanted := make(map[string][]int)
	for i, h := range s.harnesses {
		if entry, ok := s.file.Find(h.Package, h.Name); ok && entry.Scale != "" {
			wanted[entry.Scale] = append(wanted[entry.Scale], i)
		}
	}
	for name, indices := range wanted {
		var patterns []string
		for _, i := range indices {
			patterns = append(patterns, s.harnesses[i].Package)
		}
		slices.Sort(patterns)
		scaled, err := bmc.LoadScaled(".", s.file.Scales[name], slices.Compact(patterns)...)
		if err != nil {
			return fmt.Errorf("scale %s: %w", name, err)
		}
		for _, i := range indices {
			for _, h := range scaled.Harnesses() {
				if h.Package == s.harnesses[i].Package && h.Name == s.harnesses[i].Name {
					s.harnesses[i] = h
				}
			}
		}
	}
	return nil
}

// close removes what the session leaves on disk.
func (s *session) close() error {
	if s.replayer == nil {
		return nil
	}
	return s.replayer.Close()
}

// options returns how h is verified: harness-bounds.toml, overridden by flags.
func (s *session) options(h *bmc.Harness) bmc.Options {
	entry, _ := s.file.Find(h.Package, h.Name)
	b := s.file.Bounds(entry)
	override := func(target *int, value int) {
		if value > 0 {
			*target = value
		}
	}
	override(&b.Unwind, s.Unwind)
	override(&b.Recursion, s.Recursion)
	override(&b.Slice, s.Slice)
	override(&b.Map, s.MapSize)
	limits := smt.DefaultLimits()
	limits.Time = s.Timeout
	for _, resources := range []uint64{s.file.Defaults.Resources, entryResources(entry), s.Rlimit} {
		if resources > 0 {
			limits.Resources = resources
		}
	}
	return bmc.Options{Bounds: b, Limits: limits, Cache: s.cache, Replayer: s.replayer}
}

func entryResources(entry *bounds.Entry) uint64 {
	if entry == nil {
		return 0
	}
	return entry.Resources
}

// outcome is what became of one harness.
type outcome struct {
	harness *bmc.Harness
	report  *bmc.Report
	err     error
	// processor is the processor time of this process and its solvers meanwhile, in seconds; it is the harness's own when one runs at a
	// time.
	processor float64
}

// processorSeconds answers the processor time of this process and of those that it waited for.
func processorSeconds() float64 {
	total := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var usage syscall.Rusage
		if syscall.Getrusage(who, &usage) == nil {
			total += time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
		}
	}
	return total
}

// verify runs the harnesses in parallel and calls done for each, in their order, as soon as all before it are done.
func (s *session) verify(ctx context.Context, adjust func(*bmc.Options), done func(outcome)) {
	jobs := s.Jobs
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	bar, finish := progress(len(s.harnesses))
	defer finish()
	outcomes := make([]chan outcome, len(s.harnesses))
	for i := range outcomes {
		outcomes[i] = make(chan outcome, 1)
	}
	var workers sync.WaitGroup
	queue := make(chan int)
	for range jobs {
		workers.Go(func() {
			for i := range queue {
				h := s.harnesses[i]
				options := s.options(h)
				if adjust != nil {
					adjust(&options)
				}
				start := processorSeconds()
				report, err := s.verifyOne(ctx, h, options)
				outcomes[i] <- outcome{h, report, err, processorSeconds() - start}
				bar()
			}
		})
	}
	go func() {
		for i := range s.harnesses {
			queue <- i
		}
		close(queue)
	}()
	for _, c := range outcomes {
		done(<-c)
	}
	workers.Wait()
}

// verifyOne verifies h within its wall-clock limit, and notes whether the outcome is the one that harness-bounds.toml states.
func (s *session) verifyOne(ctx context.Context, h *bmc.Harness, options bmc.Options) (*bmc.Report, error) {
	entry, _ := s.file.Find(h.Package, h.Name)
	wall := s.Wall
	if wall == 0 {
		wall = time.Duration(s.file.Wall(entry) * float64(time.Second))
	}
	limited := ctx
	if wall > 0 {
		var stop context.CancelFunc
		limited, stop = context.WithTimeout(ctx, wall)
		defer stop()
	}
	report, err := h.Verify(limited, options)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, fmt.Errorf("%s.%s: no verdict within the wall-clock limit of %v", h.Package, h.Name, wall)
	}
	if err != nil {
		return nil, err
	}
	report.Expected, report.AsExpected = s.file.Expected(report)
	return report, nil
}

// progress shows a bar on a terminal; in a pipe it shows nothing.
func progress(total int) (step, finish func()) {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return func() {}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(os.Stderr))
	bar := bars.AddBar(int64(total), mpb.PrependDecorators(decor.Name("harnesses "), decor.CountersNoUnit("%d / %d")),
		mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)), mpb.BarRemoveOnComplete())
	return bar.Increment, func() {
		bar.Abort(true)
		bars.Wait()
	}
}

// fromHere returns path as seen from the working directory, where it is below it.
func fromHere(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if relative, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(relative) {
		return relative
	}
	return path
}

// shown returns the path of a harness's file as the user would type it.
func shown(h *bmc.Harness) string { return filepath.ToSlash(h.File) }

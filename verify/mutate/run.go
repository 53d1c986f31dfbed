package mutate

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"warrant/verify/deduce"
	"warrant/verify/lower"
)

// Fate is what became of a mutant.
type Fate string

// The fates.
const (
	// Killed mutants are rejected by a proof.
	Killed Fate = "killed"
	// GaveUp mutants are not proved because the solver gave up.
	GaveUp Fate = "gave up"
	// Survived mutants are proved.
	Survived Fate = "survived"
	// Stillborn mutants do not compile.
	Stillborn Fate = "stillborn"
)

// Outcome is a mutant and its fate.
type Outcome struct {
	Mutant
	Fate Fate
	// By is the judge that rejected it; empty when there is only one.
	By string
	// Reason explains an accepted survivor.
	Reason string
}

// Score is the result for one package.
type Score struct {
	Package  string
	Outcomes []Outcome
}

// Count is the number of mutants with a fate.
func (s *Score) Count(f Fate) int {
	n := 0
	for _, o := range s.Outcomes {
		if o.Fate == f {
			n++
		}
	}
	return n
}

// Open begins the reason for a survivor that is no equivalent of the original: what a contract does not say yet.
const Open = "open: "

// Percent is the share of living mutants that were rejected; survivors with a reason do not count, unless it begins with Open.
func (s *Score) Percent() float64 {
	rejected := s.Count(Killed) + s.Count(GaveUp)
	total := rejected
	for _, o := range s.Outcomes {
		if o.Fate == Survived && (o.Reason == "" || strings.HasPrefix(o.Reason, Open)) {
			total++
		}
	}
	if total == 0 {
		return 0
	}
	return 100 * float64(rejected) / float64(total)
}

// mutantEffort is the resource limit of one goal of a mutant: a false goal need not be looked at for long.
const mutantEffort = 500_000

// Run seeds the packages that a pattern names, each mutant verified by itself. Reasons explain survivors by their key.
func Run(ctx context.Context, dir, pattern, function string, jobs int, reasons map[string]string, progress deduce.Progress) ([]*Score, error) {
	l, err := lower.NewLoader(dir)
	if err != nil {
		return nil, err
	}
	paths, err := l.Match(dir, pattern)
	if err != nil {
		return nil, err
	}
	var only *regexp.Regexp
	if function != "" {
		if only, err = regexp.Compile(function); err != nil {
			return nil, err
		}
	}
	if jobs <= 0 {
		jobs = runtime.NumCPU()
	}
	session, err := deduce.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	var scores []*Score
	for _, path := range paths {
		p, err := l.Load(path)
		if err != nil {
			return nil, err
		}
		score := &Score{Package: path}
		for _, f := range p.Files {
			if strings.HasSuffix(f.Name, ".gobra") || !f.Annotated {
				continue
			}
			src, err := os.ReadFile(filepath.Join(l.Root(), f.Name))
			if err != nil {
				return nil, err
			}
			mutants, err := Seed(f.Name, string(src), f)
			if err != nil {
				return nil, err
			}
			for _, m := range mutants {
				if only == nil || only.MatchString(m.Function) {
					score.Outcomes = append(score.Outcomes, Outcome{Mutant: m})
				}
			}
		}
		if len(score.Outcomes) == 0 {
			continue
		}
		if err := judge(ctx, session, l, path, score, jobs, progress); err != nil {
			return nil, err
		}
		for i := range score.Outcomes {
			score.Outcomes[i].Reason = reasons[Key(path, &score.Outcomes[i].Mutant)]
		}
		scores = append(scores, score)
	}
	return scores, nil
}

// Key identifies a mutant without line numbers.
func Key(path string, m *Mutant) string { return path + "\t" + m.Function + "\t" + m.Change }

// judge verifies all mutants of a package.
func judge(ctx context.Context, session *deduce.Session, l *lower.Loader, path string, score *Score, jobs int, progress deduce.Progress) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var failed error
	work := make(chan int)
	done := 0
	for range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range work {
				fate, err := try(ctx, session, l, path, &score.Outcomes[i].Mutant)
				mu.Lock()
				score.Outcomes[i].Fate = fate
				if err != nil && failed == nil {
					failed = err
				}
				done++
				if progress != nil {
					progress(done, len(score.Outcomes), score.Outcomes[i].Function)
				}
				mu.Unlock()
			}
		}()
	}
	for i := range score.Outcomes {
		work <- i
	}
	close(work)
	group.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failed
}

// try verifies one mutant.
func try(ctx context.Context, session *deduce.Session, l *lower.Loader, path string, m *Mutant) (Fate, error) {
	o := deduce.Options{Dir: l.Root(), Patterns: []string{path}, Func: "^" + regexp.QuoteMeta(m.Function) + "$", Jobs: 1,
		Effort: mutantEffort, NoCache: true, Terse: true, Overlay: map[string]string{m.File: m.Text}, Session: session}
	report, err := deduce.Run(ctx, o, nil)
	if err != nil {
		return "", err
	}
	for _, p := range report.Problems {
		if !lower.IsUnsupported(p.Err) {
			return Stillborn, nil
		}
	}
	if len(report.Problems) > 0 {
		return Killed, nil
	}
	fate := Survived
	for _, f := range report.Functions {
		if f.Err != nil {
			return "", f.Err
		}
		for _, ob := range f.Obligations {
			switch {
			case ob.Verdict.Holds():
			case ob.Verdict == "UNDETERMINED":
				if fate == Survived {
					fate = GaveUp
				}
			default:
				fate = Killed
			}
		}
	}
	return fate, nil
}

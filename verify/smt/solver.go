package smt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Status is a solver's answer.
type Status string

const (
	// Sat means the assertions have a model.
	Sat Status = "sat"
	// Unsat means they have none.
	Unsat Status = "unsat"
	// Unknown means the solver gave up: a limit, or a theory it cannot decide.
	Unknown Status = "unknown"
)

// Limits bound the effort of one query.
type Limits struct {
	// Resources is the solver's own deterministic effort counter (rlimit); 0 means no limit. Its unit differs between
	// solvers and versions.
	Resources uint64
	// Time is the wall-clock limit, a safety net beside Resources; 0 means none.
	Time time.Duration
	// MemoryMegabytes bounds a Z3 process; 0 means no limit.
	MemoryMegabytes int
}

// Result is the answer to one query.
type Result struct {
	Status Status
	// Reason says why the answer is Unknown.
	Reason string
	// Model gives the asked values when Status is Sat.
	Model Model
	// Solver names who answered.
	Solver string
	// Elapsed is the wall-clock time of the solver that answered, also when the answer came from a cache.
	Elapsed time.Duration
	// Cached tells that no solver ran.
	Cached bool
}

// Solver describes how to run a solver program and in which words to ask it.
type Solver struct {
	// Name identifies the configuration in results and cache keys.
	Name string
	// Program is looked up in PATH.
	Program string
	// arguments builds the command line.
	arguments func(Limits) []string
	// options are SMT-LIB commands in front of the script.
	options func(Limits) string
	// check is the command that asks.
	check string
	// wordsOnly tells that the configuration decides only scripts of Bool and bit-vectors.
	wordsOnly bool
	// logic is the set-logic argument for scripts of Bool and bit-vectors; empty means none.
	logic string
}

// WordsOnly tells whether s can be used only for scripts whose HasBitVectorsOnly is set.
func (s *Solver) WordsOnly() bool { return s.wordsOnly }

func z3Arguments(Limits) []string { return []string{"-in", "-smt2"} }

func z3Options(limits Limits) string {
	var text strings.Builder
	if limits.Resources > 0 {
		fmt.Fprintf(&text, "(set-option :rlimit %d)\n", limits.Resources)
	}
	if limits.MemoryMegabytes > 0 {
		fmt.Fprintf(&text, "(set-option :memory_max_size %d)\n", limits.MemoryMegabytes)
	}
	return text.String()
}

// Z3 is Z3 with its default strategy, for every theory.
func Z3() *Solver {
	return &Solver{Name: "z3", Program: "z3", arguments: z3Arguments, options: z3Options, check: "(check-sat)"}
}

// Z3BitBlast is Z3 reducing words to bits for its SAT solver: far the fastest choice for queries of words (measured 50 to
// 300 times faster than the default on bounded model checking).
func Z3BitBlast() *Solver {
	return &Solver{Name: "z3-bit-blast", Program: "z3", arguments: z3Arguments, options: z3Options, wordsOnly: true,
		check: "(check-sat-using (then simplify propagate-values solve-eqs simplify bit-blast sat))"}
}

// CVC5 is cvc5 with its default strategy.
func CVC5() *Solver {
	return &Solver{Name: "cvc5", Program: "cvc5", check: "(check-sat)", logic: "QF_BV",
		arguments: func(limits Limits) []string {
			arguments := []string{"--lang", "smt2", "--produce-models"}
			if limits.Resources > 0 {
				arguments = append(arguments, fmt.Sprintf("--rlimit=%d", limits.Resources))
			}
			return append(arguments, "-")
		},
		options: func(Limits) string { return "" },
	}
}

// version answers of solver programs, read once per process.
var versions = struct {
	sync.Mutex
	byProgram map[string]string
}{byProgram: make(map[string]string)}

// Version returns the first line that the program prints about itself.
func (s *Solver) Version() (string, error) {
	versions.Lock()
	defer versions.Unlock()
	if version, ok := versions.byProgram[s.Program]; ok {
		return version, nil
	}
	out, err := exec.Command(s.Program, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("solver %s: cannot run %s --version: %w", s.Name, s.Program, err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	version := strings.TrimSpace(line)
	versions.byProgram[s.Program] = version
	return version, nil
}

// Text returns the complete input that s would be given for script under limits.
func (s *Solver) Text(script Script, limits Limits) string {
	var text strings.Builder
	text.WriteString(s.options(limits))
	if s.logic != "" && !strings.HasPrefix(script.Text, "(set-logic") {
		logic := "ALL"
		if script.HasBitVectorsOnly {
			logic = s.logic
		}
		fmt.Fprintf(&text, "(set-logic %s)\n", logic)
	}
	text.WriteString(script.Text)
	text.WriteString(s.check + "\n")
	return text.String()
}

// Run asks s and waits for the answer. A solver that reports an error in the script, or cannot be started, gives an
// error; a limit gives Unknown. When ctx ends the process is killed and the context's error is returned.
func (s *Solver) Run(ctx context.Context, script Script, limits Limits) (Result, error) {
	start := time.Now()
	run := ctx
	if limits.Time > 0 {
		var cancel context.CancelFunc
		run, cancel = context.WithTimeout(ctx, limits.Time)
		defer cancel()
	}
	input := s.Text(script, limits)
	if len(script.Values) > 0 {
		input += "(get-value ("
		for i, t := range script.Values {
			if i > 0 {
				input += " "
			}
			input += quoteSymbol(t.name)
		}
		input += "))\n"
	}
	command := exec.CommandContext(run, s.Program, s.arguments(limits)...)
	command.Stdin = strings.NewReader(input)
	command.WaitDelay = time.Second
	var out, complaint bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaint
	runErr := command.Run()
	result := Result{Solver: s.Name, Elapsed: time.Since(start)}
	if err := ctx.Err(); err != nil {
		return result, err
	}
	if errors.Is(run.Err(), context.DeadlineExceeded) {
		result.Status, result.Reason = Unknown, fmt.Sprintf("time limit of %v", limits.Time)
		return result, nil
	}
	var exit *exec.ExitError
	if runErr != nil && !errors.As(runErr, &exit) {
		return result, fmt.Errorf("solver %s: %w", s.Name, runErr)
	}
	return s.read(result, out.String(), complaint.String(), script)
}

// read interprets what the solver printed: the status, and after sat the values.
func (s *Solver) read(result Result, out, complaint string, script Script) (Result, error) {
	status, rest, _ := strings.Cut(strings.TrimSpace(out), "\n")
	switch Status(strings.TrimSpace(status)) {
	case Unsat:
		result.Status = Unsat
	case Unknown:
		result.Status, result.Reason = Unknown, "resource limit, or incomplete theory"
	case Sat:
		result.Status, result.Model = Sat, Model{}
		if len(script.Values) > 0 {
			model, err := parseModel(rest, script.Values)
			if err != nil {
				return result, fmt.Errorf("solver %s: %w", s.Name, err)
			}
			result.Model = model
		}
	default:
		message := strings.TrimSpace(out + " " + complaint)
		if isLimit(message) {
			result.Status, result.Reason = Unknown, firstLine(message)
			return result, nil
		}
		return result, fmt.Errorf("solver %s: %s", s.Name, firstLine(message))
	}
	return result, nil
}

// isLimit tells whether a solver's message reports that it ran out of something rather than an error in the script.
func isLimit(message string) bool {
	lower := strings.ToLower(message)
	for _, word := range []string{"out of memory", "resource limit", "resourced out", "timeout", "max. memory", "interrupted"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return message == ""
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

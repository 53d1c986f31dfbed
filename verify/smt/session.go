package smt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// Session is a Z3 process that keeps what it was told, for many small questions about a growing formula of Bool and
// bit-vectors. It is not safe for concurrent use.
type Session struct {
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
	names   map[*Term]string
	err     error
}

// StartSession starts a process that lives until Close, or until ctx ends. The resource limit holds for each question.
func StartSession(ctx context.Context, limits Limits) (*Session, error) {
	command := exec.CommandContext(ctx, "z3", "-in", "-smt2")
	input, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("solver session: %w", err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("solver session: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("solver session: %w", err)
	}
	s := &Session{command: command, input: input, output: bufio.NewReader(output), names: make(map[*Term]string)}
	// QF_FD, finite domains, selects the incremental SAT solver behind bit-blasting.
	s.send("(set-logic QF_FD)\n" + z3Options(limits))
	return s, s.err
}

// Close ends the process.
func (s *Session) Close() error {
	err := s.input.Close()
	if s.err != nil {
		err = errors.Join(err, s.command.Process.Kill())
	}
	if wait := s.command.Wait(); s.err == nil {
		err = errors.Join(err, wait)
	}
	return err
}

func (s *Session) send(text string) {
	if s.err == nil {
		if _, err := io.WriteString(s.input, text); err != nil {
			s.err = fmt.Errorf("solver session: %w", err)
		}
	}
}

// Assert adds a premise of all later questions.
func (s *Session) Assert(t *Term) {
	if t.IsTrue() {
		return
	}
	name := s.define(t)
	s.send("(assert " + name + ")\n")
}

// Ask tells whether t can hold together with what was asserted.
func (s *Session) Ask(t *Term) (Status, error) {
	if t.IsFalse() {
		return Unsat, nil
	}
	s.pose(t)
	status, err := s.status()
	s.send("(pop)\n")
	return status, err
}

// Find is Ask with a model, which gives values to constants of t.
func (s *Session) Find(t *Term, constants []*Term) (Result, error) {
	start := time.Now()
	s.pose(t)
	status, err := s.status()
	result := Result{Status: status, Solver: "z3-session"}
	if err == nil && status == Sat {
		result.Model, err = s.values(constants)
	}
	s.send("(pop)\n")
	result.Elapsed = time.Since(start)
	return result, err
}

// pose asks whether t can hold, until the pop that the caller sends.
func (s *Session) pose(t *Term) {
	name := s.define(t)
	s.send("(push)\n(assert " + name + ")\n(check-sat)\n")
}

// status reads the answer to check-sat.
func (s *Session) status() (Status, error) {
	for {
		line, err := s.line()
		if err != nil {
			return Unknown, err
		}
		switch status := Status(strings.TrimSpace(line)); status {
		case Sat, Unsat, Unknown:
			return status, nil
		case "":
		default:
			s.err = fmt.Errorf("solver session: %s", status)
			return Unknown, s.err
		}
	}
}

// line reads one line of output.
func (s *Session) line() (string, error) {
	if s.err != nil {
		return "", s.err
	}
	line, err := s.output.ReadString('\n')
	if err != nil {
		s.err = fmt.Errorf("solver session: %w", err)
	}
	return line, s.err
}

// values asks for the values of constants after an answer of Sat.
func (s *Session) values(constants []*Term) (Model, error) {
	if len(constants) == 0 {
		return Model{}, nil
	}
	var names []string
	for _, t := range constants {
		s.define(t)
		names = append(names, quoteSymbol(t.name))
	}
	s.send("(get-value (" + strings.Join(names, " ") + "))\n")
	var answer strings.Builder
	for open := 1; open > 0; {
		line, err := s.line()
		if err != nil {
			return nil, err
		}
		if answer.Len() == 0 {
			open = 0
		}
		open += strings.Count(line, "(") - strings.Count(line, ")")
		answer.WriteString(line)
	}
	return parseModel(answer.String(), constants)
}

// define tells the process t and all below it, each term once, and returns the name of t.
func (s *Session) define(t *Term) string {
	stack := []*Term{t}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		if _, known := s.names[top]; known {
			stack = stack[:len(stack)-1]
			continue
		}
		ready := true
		for _, arg := range top.args {
			if _, known := s.names[arg]; !known {
				stack = append(stack, arg)
				ready = false
			}
		}
		if !ready {
			continue
		}
		stack = stack[:len(stack)-1]
		s.names[top] = s.declare(top)
	}
	return s.names[t]
}

// declare tells the process one term whose arguments it knows.
func (s *Session) declare(t *Term) string {
	p := &printer{}
	var out strings.Builder
	p.write(&out, t, s.names)
	if t.op == OpSymbol {
		s.send(fmt.Sprintf("(declare-fun %s () %s)\n", out.String(), t.sort))
	}
	if len(t.args) == 0 {
		return out.String()
	}
	name := fmt.Sprintf("$%d", t.id)
	s.send(fmt.Sprintf("(declare-fun %s () %s)\n(assert (= %s %s))\n", name, t.sort, name, out.String()))
	return name
}

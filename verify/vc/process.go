package vc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// process is a Z3 that answers one script after the other: it forgets all of a script before the next, and starting it costs as much as
// many scripts do.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	errs    bytes.Buffer
}

// pool keeps the processes that nobody uses at the moment.
type pool struct{ idle chan *process }

// mostIdle is the greatest number of processes that wait for a script.
const mostIdle = 16

// endOfAnswer is what a process is asked to print when it has answered a whole script; no answer looks like that.
const endOfAnswer = "gosure: end of answer"

// start starts a process.
func (s *Solver) start(ctx context.Context) (*process, error) {
	p := &process{command: s.command(ctx)}
	var err error
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out, p.command.Stderr = bufio.NewReader(out), &p.errs
	return p, p.command.Start()
}

// answer has the process answer a script and forget it.
func (p *process) answer(in string) (string, error) {
	written := make(chan error, 1)
	go func() {
		_, err := io.WriteString(p.in, in+"\n(echo \""+endOfAnswer+"\")\n(reset)\n")
		written <- err
	}()
	var out strings.Builder
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			return "", errors.Join(fmt.Errorf("it ended after %q: %w", tail(out.String()), err), <-written)
		}
		if strings.TrimSpace(line) == endOfAnswer {
			return out.String(), <-written
		}
		out.WriteString(line)
	}
}

// tail is the end of a text that may be long.
func tail(text string) string { return text[max(0, len(text)-200):] }

// end stops the process.
func (p *process) end() {
	_ = p.in.Close()
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// ask has a process of the pool answer a script. One that did not answer is not used again.
func (s *Solver) ask(ctx context.Context, in string) (string, error) {
	var p *process
	select {
	case p = <-s.pool.idle:
	default:
		var err error
		if p, err = s.start(ctx); err != nil {
			return "", fmt.Errorf("solver %s: %w", s.Name, err)
		}
	}
	out, err := p.answer(in)
	if err != nil {
		p.end()
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("solver %s: %w: %s", s.Name, err, strings.TrimSpace(p.errs.String()))
	}
	select {
	case s.pool.idle <- p:
	default:
		p.end()
	}
	return out, nil
}

// Close ends the processes that wait for scripts.
func (s *Solver) Close() {
	for s.pool != nil {
		select {
		case p := <-s.pool.idle:
			p.end()
		default:
			return
		}
	}
}

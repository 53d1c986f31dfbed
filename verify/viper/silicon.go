package viper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// JarHash is the SHA-256 of the one build of Silicon that this package has been tested with.
const JarHash = "267977e2a757f0bbc6153bd953314c6a8d2ba908dd59db1001f6d313f9193dc2"

// Silicon runs the engine.
type Silicon struct {
	java, jar, z3 string
	// Timeout is the wall time of one file; Silicon then reports which members it did not finish.
	Timeout time.Duration
	// Processor is the greatest number of seconds that a processor may spend on the engine, or on one of its solvers; 0 sets no limit. It
	// is the same on a busy machine.
	Processor int
}

// ErrLimit says that the engine used up what it was given, and said nothing.
var ErrLimit = errors.New("silicon does not end within its limit")

// patience is the wall time of a file for each second of a processor's.
const patience = 40

// Open checks the jar's hash and looks for Java and Z3. An empty path looks where scripts/get-viper.sh puts the jar.
func Open(jar string) (*Silicon, error) {
	if jar == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil, err
		}
		jar = filepath.Join(base, "warrant", "viperserver.jar")
	}
	f, err := os.Open(jar)
	if err != nil {
		return nil, fmt.Errorf("silicon: %w (run scripts/get-viper.sh)", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("silicon: %w", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != JarHash {
		return nil, fmt.Errorf("silicon: %s has SHA-256 %s, want %s", jar, got, JarHash)
	}
	s := &Silicon{jar: jar, Timeout: 4 * time.Minute}
	if s.java, err = exec.LookPath("java"); err != nil {
		return nil, fmt.Errorf("silicon: %w (install a headless Java 11 or newer)", err)
	}
	if s.z3, err = exec.LookPath("z3"); err != nil {
		return nil, fmt.Errorf("silicon: %w", err)
	}
	return s, nil
}

var (
	finding  = regexp.MustCompile(`^\s*\[\s*\d+\] (.*) \((?:.*)@(\d+)\.\d+(?:--(\d+)\.\d+)?\)\s*$`)
	verified = regexp.MustCompile(`finished verification successfully in`)
	count    = regexp.MustCompile(`Silicon found (\d+) errors?`)
)

// Finding is one error that Silicon reports, with its line, and the values of variables where it was asked for them.
type Finding struct {
	Line   int
	Text   string
	Values map[string]string
}

// Verify verifies a file and answers the findings; no finding means that all of it was proved.
func (s *Silicon) Verify(ctx context.Context, text string) ([]Finding, error) {
	return s.run(ctx, text)
}

// Explain verifies a file again and answers findings with values. The engine then reasons about permissions in another way, so
// what it proves here counts for nothing.
func (s *Silicon) Explain(ctx context.Context, text string) ([]Finding, error) {
	return s.run(ctx, text, "--counterexample", "variables", "--exhaleMode", "1")
}

func (s *Silicon) run(ctx context.Context, text string, options ...string) ([]Finding, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("silicon: an empty file proves nothing")
	}
	dir, err := os.MkdirTemp("", "viper")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "file.vpr")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, err
	}
	args := append([]string{"-Xss64m", "-Xmx3g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", s.jar, "viper.silicon.SiliconRunner",
		"--z3Exe", s.z3, "--logLevel", "OFF", "--numberOfErrorsToReport", "0", "--assertTimeout", "20000", "--tempDirectory", dir,
		"--timeout", strconv.Itoa(int(s.wall().Seconds()))}, options...)
	cmd := s.command(ctx, append(args, file))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err = cmd.Start(); err != nil {
		return nil, fmt.Errorf("silicon: %w", err)
	}
	err = cmd.Wait()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // solvers that outlive an engine which was stopped
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	findings, refusal := answer(out.String(), err)
	if refusal != nil && s.spent(cmd.ProcessState) {
		return nil, ErrLimit
	}
	return findings, refusal
}

// wall is the wall time of one file.
func (s *Silicon) wall() time.Duration {
	if s.Processor > 0 {
		return time.Duration(s.Processor) * time.Second * patience
	}
	return s.Timeout
}

// command is the engine's, under its limit.
func (s *Silicon) command(ctx context.Context, args []string) *exec.Cmd {
	if s.Processor == 0 {
		return exec.CommandContext(ctx, s.java, args...)
	}
	limit := fmt.Sprintf(`ulimit -t %d && exec "$@"`, s.Processor)
	return exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", limit, "sh", s.java}, args...)...)
}

// spent says that a run which gave no answer came near its limit.
func (s *Silicon) spent(p *os.ProcessState) bool {
	return s.Processor > 0 && p != nil && p.UserTime()+p.SystemTime() >= time.Duration(s.Processor)*time.Second*9/10
}

// answer reads Silicon's output. A status without the words that go with it is no answer.
func answer(out string, status error) ([]Finding, error) {
	if verified.MatchString(out) && status == nil {
		return nil, nil
	}
	m := count.FindStringSubmatch(out)
	if m == nil {
		return nil, fmt.Errorf("silicon gave no answer: %s", firstLines(out, 6))
	}
	want, _ := strconv.Atoi(m[1])
	var list []Finding
	for _, line := range strings.Split(out, "\n") {
		if f := finding.FindStringSubmatch(line); f != nil {
			n, _ := strconv.Atoi(f[2])
			list = append(list, Finding{Line: n, Text: f[1]})
		} else if name, value, ok := strings.Cut(line, " -> "); ok && len(list) > 0 {
			last := &list[len(list)-1]
			if last.Values == nil {
				last.Values = map[string]string{}
			}
			last.Values[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if len(list) != want || want == 0 {
		return nil, fmt.Errorf("silicon reports %d errors, of which %d can be placed: %s", want, len(list), firstLines(out, 12))
	}
	return list, nil
}

func firstLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

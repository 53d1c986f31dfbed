// Command planted plants bugs in copies of the parsers and lets the fuzzers find them: a fuzzer that finds nothing has to show first that
// it would. Run it in the folder of the module warrant/fuzz. The exit status is 1 when a bug is not found in time.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

func main() {
	limit := flag.Duration("time", time.Minute, "time for each bug")
	seed := flag.Uint64("seed", 1, "where the random numbers begin")
	empty := flag.Bool("empty", false, "start from nothing instead of the committed corpora")
	flag.Parse()
	if err := plantAll(*limit, *seed, *empty); err != nil {
		fmt.Fprintln(os.Stderr, "planted:", err)
		os.Exit(1)
	}
}

func plantAll(limit time.Duration, seed uint64, empty bool) error {
	missed := 0
	fmt.Printf("%-54s %-16s %s\n", "bug", "target", "found after")
	for _, b := range bugs {
		folder, err := os.MkdirTemp("", "planted")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		program, err := b.plant(folder)
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		found, err := b.hunt(program, folder, limit, seed, empty)
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		if found == notFound {
			missed++
		}
		fmt.Printf("%-54s %-16s %s\n", b.name, b.target, found)
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d bugs were not found in %s", missed, len(bugs), limit)
	}
	fmt.Printf("all %d bugs were found\n", len(bugs))
	return nil
}

// plant builds the fuzzer with the bug in it and answers the program. Nothing in the tree changes.
func (b bug) plant(folder string) (program string, err error) {
	original, err := filepath.Abs(filepath.Join("..", b.file))
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), b.old); n != 1 {
		return "", fmt.Errorf("%s has %d places that read %q", b.file, n, b.old)
	}
	changed := filepath.Join(folder, filepath.Base(b.file))
	if err := os.WriteFile(changed, []byte(strings.Replace(string(text), b.old, b.new, 1)), 0o644); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	list := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o644); err != nil {
		return "", err
	}
	program = filepath.Join(folder, "fuzz")
	if out, err := exec.Command("go", "build", "-overlay", list, "-o", program, "./cmd/fuzz").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
}

const notFound = "NOT FOUND"

var executed = regexp.MustCompile(`(?m)^(\d+) executions`)

// hunt runs the fuzzer until it crashes, and answers how long that took.
func (b bug) hunt(program, folder string, limit time.Duration, seed uint64, empty bool) (string, error) {
	begin := time.Now()
	c := exec.Command(program, "run", "-targets", b.target, "-time", limit.String(), "-most", "1", "-seed", fmt.Sprint(seed), "-empty="+fmt.Sprint(empty),
		"-crashes", filepath.Join(folder, "crashes"))
	out, err := c.CombinedOutput()
	took := time.Since(begin)
	if err == nil {
		return notFound, nil
	}
	text := string(out)
	switch {
	case strings.Contains(text, "does not end"):
		return fmt.Sprintf("%.1f s, a hang", took.Seconds()), nil
	case strings.Contains(text, b.target+" crashed at "):
		return fmt.Sprintf("%.1f s, %s executions", took.Seconds(), executed.FindStringSubmatch(text)[1]), nil
	}
	return "", fmt.Errorf("the fuzzer failed otherwise: %w\n%s", err, text)
}

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"warrant/fuzz"
	"warrant/fuzz/code"
)

// recordName is the file of all runs that count: each a line with the target, the code of its parser, the seed, the executions guided by coverage, the
// direct ones, and the last commit, between tabs. Runs that crashed are not in it.
const recordName = "executions.tsv"

// recorded is a line of the record.
type recorded struct {
	target, code   string
	seed           uint64
	guided, direct uint64
	commit         string
}

// codes answers the code of each parser as it is now, by its package.
func codes() (map[string]string, error) {
	all := map[string]string{}
	for _, t := range fuzz.Targets() {
		if all[t.Package] != "" {
			continue
		}
		h, err := code.Hash("..", t.Package)
		if err != nil {
			return nil, err
		}
		all[t.Package] = h
	}
	return all, nil
}

// readRecord reads a record.
func readRecord(file string) (list []recorded, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 6 {
			return nil, fmt.Errorf("%s:%d: want target, code, seed, guided, direct and commit between tabs", file, i+1)
		}
		r := recorded{target: parts[0], code: parts[1], commit: parts[5]}
		for k, v := range []*uint64{&r.seed, &r.guided, &r.direct} {
			if *v, err = strconv.ParseUint(parts[2+k], 10, 64); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
			}
		}
		if _, err := find(r.target); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
		list = append(list, r)
	}
	return list, nil
}

// record adds the run of a target that did not crash to the record. before is what its parser's code was when the run began: executions of code
// that changed meanwhile do not count.
func record(file string, r row, before string, seed uint64) error {
	now, err := code.Hash("..", r.target.Package)
	if err != nil {
		return err
	}
	if now != before {
		return fmt.Errorf("%s changed during the run, which is not recorded", r.target.Package)
	}
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return fmt.Errorf("git rev-parse: %w", err)
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\t%s\t%d\t%d\t%d\t%s\n", r.target.Name, now, seed, r.guided, r.direct.Executions, strings.TrimSpace(string(commit)))
	return errors.Join(err, f.Close())
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// cacheFolder is where the go command keeps what it caches; empty when it does not say.
var cacheFolder = sync.OnceValue(func() string {
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})

// cachedCorpus is the folder of the inputs that native fuzzing found to be new.
func cachedCorpus(name string) string {
	return filepath.Join(cacheFolder(), "fuzz", "warrant", "fuzz", "Fuzz"+name)
}

var (
	reported = regexp.MustCompile(`execs: (\d+) \(\d+/sec\), new interesting: (\d+)`)
	written  = regexp.MustCompile(`Failing input written to (\S+)`)
)

// native runs coverage-guided fuzzing on one processor for that time. A crash it finds is a file of the committed corpus already.
func native(r *row, d time.Duration) error {
	name := "Fuzz" + r.target.Name
	c := exec.Command("go", "test", "-run=^$", "-fuzz=^"+name+"$", "-fuzztime="+d.String(), "-fuzzminimizetime=1s", "-parallel=1", ".")
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	failed := c.Run()
	if all := reported.FindAllStringSubmatch(out.String(), -1); len(all) > 0 {
		last := all[len(all)-1]
		r.guided, _ = strconv.ParseUint(last[1], 10, 64)
		r.grown, _ = strconv.ParseUint(last[2], 10, 64)
	}
	if failed == nil {
		return nil
	}
	if m := written.FindStringSubmatch(out.String()); m != nil {
		r.nativeCrash = m[1]
		fmt.Printf("%s crashed in native fuzzing; %s is a regression input now\n", r.target.Name, m[1])
		os.Stdout.Write(out.Bytes())
		return nil
	}
	return fmt.Errorf("go test -fuzz: %w\n%s", failed, out.String())
}

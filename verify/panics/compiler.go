package panics

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"warrant/verify/obligation"
)

// compilerFlags make the Go compiler say which bounds checks it proves superfluous and which remain.
const compilerFlags = "-d=ssa/check_bce/debug=1,ssa/prove/debug=1"

var compilerLine = regexp.MustCompile(`(?m)^(\S+?):(\d+):(\d+): (Proved|Found) (IsInBounds|IsSliceInBounds)\b`)

// JoinCompiler gives sites the class compiler-proved when the compiler says that it removed the bounds check, and does not say
// that it kept one at the same place. Silence is no proof: a function that is never compiled has no checks.
func (a *Audit) JoinCompiler() error {
	var paths []string
	for i, p := range a.Module.packages {
		if a.Module.built[i] != nil {
			paths = append(paths, p.PkgPath)
		}
	}
	cmd := exec.Command("go", append([]string{"build", "-gcflags=" + compilerFlags, "-o", "/dev/null"}, paths...)...)
	if len(paths) > 1 {
		cmd = exec.Command("go", append([]string{"build", "-gcflags=" + compilerFlags}, paths...)...)
	}
	cmd.Dir = a.Module.Directory
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build in %s: %w\n%s", a.Module.Directory, err, lastLines(said.Bytes()))
	}
	proved, found := map[obligation.Place]bool{}, map[obligation.Place]bool{}
	for _, match := range compilerLine.FindAllSubmatch(said.Bytes(), -1) {
		line, _ := strconv.Atoi(string(match[2]))
		column, _ := strconv.Atoi(string(match[3]))
		place := obligation.Place{File: filepath.ToSlash(filepath.Clean(string(match[1]))), Line: line, Column: column}
		if string(match[4]) == "Proved" {
			proved[place] = true
		} else {
			found[place] = true
		}
	}
	for _, s := range a.Sites {
		if s.ID.Kind != obligation.IndexBounds && s.ID.Kind != obligation.SliceBounds {
			continue
		}
		switch {
		case found[s.Place]:
			s.say("compiler", "it keeps the check")
		case proved[s.Place]:
			s.accept(obligation.CompilerProved, obligation.Success, "gc", "the compiler removed the check")
		default:
			s.say("compiler", "it says nothing of this check")
		}
	}
	return nil
}

// lastLines returns the end of a command's output, without what the compiler says of checks.
func lastLines(text []byte) []byte {
	text = compilerLine.ReplaceAll(text, nil)
	const most = 2000
	if len(text) > most {
		text = text[len(text)-most:]
	}
	return bytes.TrimSpace(text)
}

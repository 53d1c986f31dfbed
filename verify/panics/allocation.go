package panics

import (
	"bytes"
	"fmt"
	"go/types"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/panics/local"
)

var (
	escapeLine = regexp.MustCompile(`(?m)^(\S+?):(\d+):(\d+): (moved to heap: .*|.* escapes to heap)$`)
	// constantText is what the compiler keeps in the image's data.
	constantText = regexp.MustCompile(`^"(\\.|[^"\\])*" escapes to heap$`)
)

// AddAllocations lists what allocates on a heap, for code that has none: what the compiler's escape analysis moves there, and the
// operations that the runtime carries out with a heap. Such a site is not proved by any engine; it can be waived.
func (a *Audit) AddAllocations() error {
	escapes, err := a.escapes()
	if err != nil {
		return err
	}
	var numberer obligation.Numberer
	for _, fn := range a.Module.functions {
		if _, reached := a.reach.by[fn]; !reached || packageOf(fn) == nil || local.IsGeneric(fn) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				reason := alwaysAllocates(instr)
				pos := local.Position(instr)
				if said, ok := escapes[a.Module.place(pos)]; ok && reason == "" && mayAllocate(instr) {
					reason = said
				}
				if reason == "" {
					continue
				}
				one := local.Site{Instr: instr, Kind: obligation.Allocation, Demand: "nothing is allocated on the heap"}
				s := a.Module.newSite(fn, one)
				s.ID = numberer.Number(s.ID)
				s.Entries = a.reach.labels[fn]
				s.Verdict, s.Class = obligation.Failure, obligation.Unproven
				s.say("compiler", "%s", reason)
				a.Sites = append(a.Sites, s)
			}
		}
	}
	sortSites(a.Sites)
	return nil
}

// escapes returns what the compiler says that it puts on the heap, by place.
func (a *Audit) escapes() (map[obligation.Place]string, error) {
	args := []string{"build", "-gcflags=-m"}
	if len(a.Module.packages) == 1 {
		args = append(args, "-o", "/dev/null")
	}
	for i, p := range a.Module.packages {
		if a.Module.built[i] != nil {
			args = append(args, p.PkgPath)
		}
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = a.Module.Directory
	said, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go build -gcflags=-m in %s: %w\n%s", a.Module.Directory, err, lastLines(said))
	}
	result := map[obligation.Place]string{}
	for _, match := range escapeLine.FindAllSubmatch(said, -1) {
		if constantText.Match(match[4]) {
			continue
		}
		line, _ := strconv.Atoi(string(match[2]))
		column, _ := strconv.Atoi(string(match[3]))
		place := obligation.Place{File: filepath.ToSlash(filepath.Clean(string(match[1]))), Line: line, Column: column}
		result[place] = string(bytes.TrimSpace(match[4]))
	}
	return result, nil
}

// mayAllocate tells whether the compiler decides where instr puts something.
func mayAllocate(instr ssa.Instruction) bool {
	switch instr.(type) {
	case *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeClosure, *ssa.MakeInterface, *ssa.Convert, *ssa.Slice:
		return true
	}
	return false
}

// alwaysAllocates says why instr needs a heap wherever its result goes, or nothing.
func alwaysAllocates(instr ssa.Instruction) string {
	switch instr := instr.(type) {
	case *ssa.MakeMap, *ssa.MakeChan, *ssa.MapUpdate:
		return "maps and channels live on the heap"
	case *ssa.Go:
		return "a goroutine needs a stack"
	case *ssa.BinOp:
		if basic, ok := instr.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsString != 0 {
			return "a concatenation of strings allocates"
		}
	case *ssa.Call:
		if builtin, ok := instr.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "append" {
			return "append allocates when the capacity is used up"
		}
	}
	return ""
}

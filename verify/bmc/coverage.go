package bmc

import (
	"cmp"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/smt"
)

// coverage collects under which conditions execution passes each source line.
type coverage struct {
	directory string
	reach     map[sourceLine][]*smt.Term
	known     map[*smt.Term]map[sourceLine]bool
}

type sourceLine struct {
	file string
	line int
}

func newCoverage(directory string) *coverage {
	return &coverage{directory: directory, reach: make(map[sourceLine][]*smt.Term), known: make(map[*smt.Term]map[sourceLine]bool)}
}

// note records that instr runs in s. Lines outside the module under proof are not recorded.
func (c *coverage) note(e *engine, instr ssa.Instruction, s state) {
	if s.dead() || !instr.Pos().IsValid() {
		return
	}
	pos := e.place(instr.Pos())
	file := relative(c.directory, pos.Filename)
	if filepath.IsAbs(file) {
		return
	}
	line := sourceLine{file, pos.Line}
	lines := c.known[s.path.full]
	if lines == nil {
		lines = make(map[sourceLine]bool)
		c.known[s.path.full] = lines
	}
	if !lines[line] {
		lines[line] = true
		c.reach[line] = append(c.reach[line], s.path.full)
	}
}

// lines returns the lines in order.
func (c *coverage) lines() []sourceLine {
	var lines []sourceLine
	for line := range c.reach {
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(a, b sourceLine) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	return lines
}

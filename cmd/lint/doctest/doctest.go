// Package doctest runs the commands that the pages of the book show, and compares what they print with what the pages say they do.
//
// A block of commands says in its first line what becomes of it:
//
//	```sh run               its commands run in make test, in the shell of the page, from the root of the repository
//	```sh nightly           the same in make docs-nightly: they take long
//	```sh manual: REASON    nobody runs it, for that reason
//	```text output          what the block of commands before it prints, in order; a line ... stands for any lines, and numbers are any numbers
//
// A block that shows a command and says nothing is refused. Blocks that start with "console FILE" are transcripts of smoke tests, which
// package repotest compares.
package doctest

import (
	"fmt"
	"regexp"
	"strings"
)

// Lane says when a block runs.
type Lane string

// The lanes.
const (
	// Run is make test.
	Run Lane = "run"
	// Nightly is make docs-nightly.
	Nightly Lane = "nightly"
)

// Block is a block of commands.
type Block struct {
	// Line is the line of its first command, counted from 1.
	Line     int
	Lane     Lane
	Commands string
	// Output is what the page says that they print; empty when it says nothing.
	Output []string
	// OutputLine is where that stands.
	OutputLine int
}

var (
	fence   = regexp.MustCompile("^```(.*)$")
	manual  = regexp.MustCompile(`^sh manual: \S.{9,}`)
	command = regexp.MustCompile(`^(\$ .*|(make|go [a-z]+|gosure|warrant|build/(gosure|warrant)|git|scripts/\S+) [^=].*)$`)
	number  = regexp.MustCompile(`0x[0-9a-f]+|[0-9]+(\.[0-9]+)?`)
)

// Parse reads the blocks of commands of a page. Problems name what is wrong with the page itself, with its line.
func Parse(page string) (blocks []Block, problems []string) {
	open, info, start := false, "", 0
	var body []string
	for i, line := range strings.Split(page, "\n") {
		match := fence.FindStringSubmatch(line)
		switch {
		case match != nil && !open:
			open, info, start, body = true, match[1], i+2, nil
		case match != nil:
			open = false
			if problem := settle(&blocks, info, start, body); problem != "" {
				problems = append(problems, fmt.Sprintf("%d: %s", start, problem))
			}
		case open:
			body = append(body, line)
		case strings.HasPrefix(line, "    ") && command.MatchString(strings.TrimSpace(line)):
			problems = append(problems, fmt.Sprintf("%d: a command that no test runs: put it into a block ```sh run, nightly or manual: REASON", i+1))
		}
	}
	return blocks, problems
}

// settle takes a block that ended, and answers what is wrong with it.
func settle(blocks *[]Block, info string, start int, body []string) string {
	switch {
	case info == "sh run", info == "sh nightly":
		*blocks = append(*blocks, Block{Line: start, Lane: Lane(strings.TrimPrefix(info, "sh ")), Commands: strings.Join(body, "\n")})
		return ""
	case info == "text output":
		if len(*blocks) == 0 || (*blocks)[len(*blocks)-1].Output != nil {
			return "output of no block of commands"
		}
		last := &(*blocks)[len(*blocks)-1]
		last.Output, last.OutputLine = body, start
		return ""
	case manual.MatchString(info), strings.HasPrefix(info, "console "):
		return ""
	case strings.HasPrefix(info, "sh"):
		return "a block of commands that says neither run, nightly nor manual: REASON"
	case info != "":
		return "" // another language
	}
	for _, line := range body {
		if command.MatchString(line) {
			return "a command that no test runs: start the block with ```sh run, nightly or manual: REASON"
		}
	}
	return ""
}

// Differs says where the output of a block is not what its page shows, or "".
func (b *Block) Differs(output string) string {
	if b.Output == nil {
		return ""
	}
	have := strings.Split(strings.TrimRight(output, "\n"), "\n")
	gap := false
	for i, want := range b.Output {
		if want == "..." {
			gap = true
			continue
		}
		found := -1
		for k, line := range have {
			if same(line, want) {
				found = k
				break
			}
			if !gap {
				break
			}
		}
		if found < 0 {
			return fmt.Sprintf("line %d, %q, is not what comes next:\n%s", b.OutputLine+i, want, output)
		}
		have, gap = have[found+1:], false
	}
	if !gap && len(have) > 0 && strings.Join(have, "") != "" {
		return fmt.Sprintf("more is printed than the page shows: %q", have[0])
	}
	return ""
}

// same compares two lines whose numbers may differ, and whose spaces: columns are as wide as their numbers.
func same(a, b string) bool {
	plain := func(text string) string {
		return strings.Join(strings.Fields(number.ReplaceAllString(strings.TrimRight(text, " "), "0")), " ")
	}
	return plain(a) == plain(b)
}

// mark separates the output of blocks.
const mark = "@@ doctest block "

// Script is a shell script that runs blocks one after the other in one shell, so that a page can build on what it did before. The first command
// that fails ends it.
func Script(blocks []Block) string {
	var script strings.Builder
	script.WriteString("set -euo pipefail\n")
	for i, b := range blocks {
		fmt.Fprintf(&script, "echo '%s%d'\n%s\n", mark, i, b.Commands)
	}
	return script.String()
}

// Split gives each block what it printed. Blocks that never ran have no entry.
func Split(output string) map[int]string {
	parts := map[int]string{}
	at := -1
	for line := range strings.Lines(output) {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			if _, err := fmt.Sscanf(rest, "%d", &at); err == nil {
				parts[at] = ""
				continue
			}
		}
		parts[at] += line
	}
	return parts
}

package repotest

import (
	"regexp"
	"strings"
)

var (
	transcriptOpen = regexp.MustCompile("^```console ([\\w./-]+)$")
	placeholder    = regexp.MustCompile(`<\d+>`)
)

// Transcripts checks code blocks that show what the system prints: a block opened by "```console FILE" repeats lines of that transcript, in
// its order. A line "..." stands for lines left out, a line that starts with "$" is what the reader types.
func (t *Tree) Transcripts() (problems []Problem) {
	for _, page := range t.sorted(".md") {
		var rest []string // lines of the transcript that the block has not reached; nil outside of a block
		file := ""
		gap := false
		for i, line := range strings.Split(t.files[page], "\n") {
			report := func(text string) { problems = append(problems, Problem{page, i + 1, text}) }
			match := transcriptOpen.FindStringSubmatch(line)
			switch {
			case match != nil:
				file, gap = match[1], false
				if !t.paths[file] {
					report("transcript " + file + " does not exist")
					continue
				}
				rest = strings.Split(strings.TrimSuffix(t.files[file], "\n"), "\n")
			case rest == nil || strings.HasPrefix(line, "$"):
			case fence.MatchString(line):
				if len(rest) > 0 && !gap {
					report("the block ends before " + file + " does, without a line ...")
				}
				rest = nil
			case line == "...":
				gap = true
			default:
				n := find(rest, line)
				if n < 0 || n > 0 && !gap {
					report("line is not the next one of " + file)
					rest = nil // one report for a block
					continue
				}
				rest, gap = rest[n+1:], false
			}
		}
	}
	return problems
}

// find returns the index of the first line of a transcript that a shown line is an instance of, or -1.
func find(lines []string, shown string) int {
	for n, line := range lines {
		pattern := placeholder.ReplaceAllString(regexp.QuoteMeta(line), `\S+`)
		if regexp.MustCompile("^" + pattern + "$").MatchString(shown) {
			return n
		}
	}
	return -1
}

package smoke

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// variable matches what changes whenever code changes: hexadecimal numbers of five digits or more, and decimal ones of four or more.
const variable = `\b0x[0-9a-f]{5,}\b|\b[0-9]{4,}\b`

// control matches what moves a terminal's cursor, and carriage returns.
var control = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]|\r`)

// normalise brings what the case's machine printed into the form of the expected transcripts: what is variable becomes a placeholder, the
// same text the same one within a line; control sequences and spaces at the ends of lines go; what stands before the first line is left out,
// and so are the lines that the case does not compare.
func (c *Case) normalise(console string) string {
	lines := strings.Split(control.ReplaceAllString(console, ""), "\n")
	if c.From != "" {
		if first := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, c.From) }); first >= 0 {
			lines = lines[first:]
		}
	}
	if c.without != nil {
		lines = slices.DeleteFunc(lines, c.without.MatchString)
	}
	for n, line := range lines {
		var names []string
		lines[n] = c.vary.ReplaceAllStringFunc(strings.TrimRight(line, " \t"), func(text string) string {
			if slices.Contains(c.Keep, text) {
				return text
			}
			if !slices.Contains(names, text) {
				names = append(names, text)
			}
			return fmt.Sprintf("<%d>", slices.Index(names, text)+1)
		})
	}
	if c.Unordered {
		slices.Sort(lines)
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

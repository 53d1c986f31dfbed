package smoke

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// variable matches what changes whenever code changes: hexadecimal numbers of five digits or more, and decimal ones of four or more.
var variable = regexp.MustCompile(`\b0x[0-9a-f]{5,}\b|\b[0-9]{4,}\b`)

// Normalise brings what a machine printed into the form of the expected transcripts: long numbers become placeholders, the same number
// always the same one within a transcript; carriage returns and spaces at the ends of lines go. Numbers in keep stay as they are.
// Lines before the first one that contains from are left out; when there is none, all are kept.
func Normalise(console, from string, keep []string) string {
	lines := strings.Split(strings.ReplaceAll(console, "\r", ""), "\n")
	if from != "" {
		if first := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, from) }); first >= 0 {
			lines = lines[first:]
		}
	}
	names := map[string]string{}
	for n, line := range lines {
		lines[n] = variable.ReplaceAllStringFunc(strings.TrimRight(line, " \t"), func(number string) string {
			if slices.Contains(keep, number) {
				return number
			}
			if names[number] == "" {
				names[number] = fmt.Sprintf("<%d>", len(names)+1)
			}
			return names[number]
		})
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// ordered answers the lines of a transcript in alphabetical order.
func ordered(transcript string) string {
	lines := strings.Split(strings.TrimSuffix(transcript, "\n"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

package report

import (
	"fmt"
	"strings"
)

// mostLines is how many lines of a difference are shown.
const mostLines = 12

// Difference shows the first lines that are only in one of two texts, the committed ones marked by - and the new ones by +.
func Difference(have, want []byte) string {
	count := map[string]int{}
	old, now := strings.Split(string(have), "\n"), strings.Split(string(want), "\n")
	for _, line := range now {
		count[line]++
	}
	var out []string
	for _, line := range old {
		if count[line]--; count[line] < 0 && line != "" {
			out = append(out, "  - "+line)
		}
	}
	clear(count)
	for _, line := range old {
		count[line]++
	}
	for _, line := range now {
		if count[line]--; count[line] < 0 && line != "" {
			out = append(out, "  + "+line)
		}
	}
	if rest := len(out) - mostLines; rest > 0 {
		out = append(out[:mostLines], fmt.Sprintf("  and %d lines more", rest))
	}
	if len(out) == 0 {
		out = []string{"  the same lines in another order"}
	}
	return strings.Join(out, "\n") + "\n"
}

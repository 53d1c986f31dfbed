package corpus

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Dictionary reads a dictionary in the form of libFuzzer and AFL: a line is name="value" or "value", with \xAB, \\ and \" as escapes; # begins a
// comment. The error names the line.
func Dictionary(file string) (words [][]byte, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for n, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		at := strings.IndexByte(line, '"')
		if at < 0 {
			return nil, fmt.Errorf("%s:%d: no value in quotes", file, n+1)
		}
		word, err := strconv.Unquote(line[at:])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		words = append(words, []byte(word))
	}
	return words, nil
}

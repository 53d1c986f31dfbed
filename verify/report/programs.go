package report

import (
	"regexp"
	"strings"
)

var (
	binariesOpen = regexp.MustCompile(`(?m)^binaries:\s*\{`)
	quoted       = regexp.MustCompile(`"?([A-Za-z][\w-]*)"?\s*:`)
	program      = regexp.MustCompile(`program:\s*"([^"]+)"`)
)

// programsOf lists the folders below user/ of the programs that a manifest names. It reads the text of the field binaries and not the value:
// a module without CUE's libraries must be able to make a report.
func programsOf(manifest string) (programs []string) {
	at := binariesOpen.FindStringIndex(manifest)
	if at == nil {
		return nil
	}
	depth, begin := 1, at[1]
	end := begin
	for ; end < len(manifest) && depth > 0; end++ {
		switch manifest[end] {
		case '{':
			depth++
		case '}':
			depth--
		}
	}
	body := manifest[begin : end-1]
	for _, match := range quoted.FindAllStringSubmatch(body, -1) {
		if match[1] != "program" {
			programs = append(programs, match[1])
		}
	}
	for _, match := range program.FindAllStringSubmatch(body, -1) {
		programs = append(programs, strings.TrimPrefix(match[1], "user/"))
	}
	return programs
}

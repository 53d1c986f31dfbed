package deduce_test

import (
	"context"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// rules are the rules by which annotated code stays true for the official tool and for Go, as far as it takes a proof to tell: docs/gobra.md. Each
// has code that breaks it and what is said of that, and code that keeps it, which is proved. verify/annot and verify/gobra have the others.
var rules = []struct {
	name, broken, said, kept string
	// unbounded says that both are read as the official tool reads them.
	unbounded bool
}{
	{
		name: "no operation wraps",
		broken: `// @ ensures int(r) == (int(x) + int(y)) % 256
// @ decreases
func F(x, y uint8) (r uint8) { return x + y }`,
		said: "result may not fit uint8",
		kept: `// @ ensures int(r) == (int(x) + int(y)) % 256
// @ decreases
func F(x, y uint8) (r uint8) { return uint8((uint16(x) + uint16(y)) % 256) }`,
	},
	{
		name: "the official tool does not know that a parameter is not negative",
		broken: `// @ preserves acc(b, 1/2) && len(b) == 4
// @ decreases
func F(b []uint8, n uint32) (r uint8) { return b[n % 4] }`,
		said:      "index may be out of range",
		unbounded: true,
		kept: `// @ preserves acc(b, 1/2) && len(b) == 4
// @ requires  0 <= n
// @ decreases
func F(b []uint8, n uint32) (r uint8) { return b[n % 4] }`,
	},
	{
		name: "nor that a value from memory is not; a lemma says so",
		broken: `// @ preserves acc(b, 1/2) && acc(c, 1/2) && len(b) == 1 && len(c) == 256
// @ decreases
func F(b, c []uint8) (r uint8) { return c[b[0] % 4] }`,
		said:      "index may be out of range",
		unbounded: true,
		kept: `// @ ghost
// @ trusted
// @ ensures 0 <= x && x <= 255
// @ decreases
// @ func Byte(x uint8)

// @ preserves acc(b, 1/2) && acc(c, 1/2) && len(b) == 1 && len(c) == 256
// @ decreases
func F(b, c []uint8) (r uint8) {
	// @ Byte(b[0])
	return c[b[0] % 4]
}`,
	},
	{
		name: "a constant takes the type of the other operand",
		broken: `// @ requires tail + 4294967296 > 0
// @ decreases
func F(tail uint32) {}`,
		said: "constant 4294967296 overflows uint32",
		kept: `// @ requires uint64(tail) + 4294967296 > 0
// @ decreases
func F(tail uint32) {}`,
	},
	{
		name: "a fraction that is not given back is gone",
		broken: `// @ requires acc(b, 1/2) && len(b) > 0
// @ decreases
func G(b []uint8) (r uint8) { return b[0] }

// @ requires acc(b, 1/2) && len(b) > 0
// @ decreases
func F(b []uint8) (r uint8) {
	r = G(b)
	return b[0]
}`,
		said: "permission",
		kept: `// @ preserves acc(b, 1/4)
// @ requires  len(b) > 0
// @ decreases
func G(b []uint8) (r uint8) { return b[0] }

// @ preserves acc(b, 1/2)
// @ requires  len(b) > 0
// @ decreases
func F(b []uint8) (r uint8) {
	r = G(b)
	return b[0]
}`,
	},
	{
		name: "an import for annotations alone is none for Go",
		broken: `import "rules/two"

// @ requires x == two.N
// @ decreases
func F(x int) {}`,
		said: `"rules/two" imported and not used`,
		kept: `// @ import "rules/two"

// @ requires x == two.N
// @ decreases
func F(x int) {}`,
	},
}

// TestRules runs both sides of each rule.
func TestRules(t *testing.T) {
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			if said, proved := judged(t, rule.broken, rule.unbounded); proved || !strings.Contains(said, rule.said) {
				t.Errorf("broken: proved %v, and said is %q, want %q", proved, said, rule.said)
			}
			if said, proved := judged(t, rule.kept, rule.unbounded); !proved {
				t.Errorf("kept: %s", said)
			}
		})
	}
}

// judged verifies a package's declarations and answers everything that is said against them.
func judged(t *testing.T, text string, unbounded bool) (said string, proved bool) {
	t.Helper()
	dir := t.TempDir()
	place(t, dir, map[string]string{"go.mod": "module rules\n\ngo 1.26\n", "one/one.go": "// +gobra\n\npackage one\n\n" + text + "\n",
		"two/two.go": "// +gobra\n\npackage two\n\n// N is a number.\nconst N = 2\n"})
	report, err := deduce.Run(context.Background(), deduce.Options{Dir: dir, Patterns: []string{"./one"}, Backend: "smt", Unbounded: unbounded, NoCache: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		said += p.Err.Error() + "\n"
	}
	for _, o := range report.Failed() {
		said += o.Description + " " + o.Detail + "\n"
	}
	return said, len(report.Problems)+len(report.Failed()) == 0 && len(report.Functions) > 0
}

package trust

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warrant/verify/annot"
	"warrant/verify/deduce"
	"warrant/verify/lower"
)

const root = "../.."

// TestRatchet compares the tree with ratchet.txt.
func TestRatchet(t *testing.T) {
	text, err := os.ReadFile("ratchet.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var allowed int
		var part string
		if n, err := fmt.Sscanf(line, "%d %s\n", &allowed, &part); n != 2 || err != nil {
			t.Fatalf("ratchet.txt: %q is not a number and a folder: %v", line, err)
		}
		_, report, err := deduce.Load(&deduce.Options{Dir: root, Patterns: []string{"./" + part + "/..."}})
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range judge(part, allowed, report.Trusts, believed(t, filepath.Join(root, part))) {
			t.Error(complaint)
		}
	}
}

// beliefs are the words that make the verifier believe something.
var beliefs = []string{"trusted", "assume", "inhale", "axiom"}

// judge compares what the verifier reports with the number that is allowed and with the words in the files.
func judge(part string, allowed int, trusts []lower.Trust, words map[string]int) (complaints []string) {
	say := func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
	for _, trusted := range trusts {
		if trusted.Reason == "" {
			say("%s: %s is %s without //gosure:reason", trusted.At, trusted.Function, trusted.What)
		}
	}
	switch n := len(trusts); {
	case n > allowed:
		say("%s believes %d members without proof, ratchet.txt allows %d: prove them", part, n, allowed)
	case n < allowed:
		say("%s believes %d members without proof, ratchet.txt still allows %d: lower it", part, n, allowed)
	}
	for _, word := range beliefs[1:] {
		if part == "kernel" && words[word] > 0 {
			say("%s has %d times %s: the kernel assumes nothing", part, words[word], word)
		}
	}
	sum := 0
	for _, word := range beliefs {
		sum += words[word]
	}
	if sum > len(trusts) {
		say("%s says trusted, assume, inhale or axiom %d times, the verifier reports %d of them", part, sum, len(trusts))
	}
	return complaints
}

// believed counts the words of belief in the annotations below a folder.
func believed(t *testing.T, dir string) map[string]int {
	t.Helper()
	words := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return filepath.SkipDir
		case entry.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".gobra"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tokens, _, err := annot.Scan(path, string(text))
		if err != nil {
			return err
		}
		for _, token := range tokens {
			if token.Ghost && token.Kind == annot.Identifier && slices.Contains(beliefs, token.Text) {
				words[token.Text]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestJudge(t *testing.T) {
	one := lower.Trust{Function: "F", What: "trusted", Reason: "hardware"}
	mute := lower.Trust{Function: "G", What: "trusted"}
	for _, test := range []struct {
		name    string
		part    string
		allowed int
		trusts  []lower.Trust
		words   map[string]int
		want    string
	}{
		{"as allowed", "kernel", 1, []lower.Trust{one}, map[string]int{"trusted": 1}, ""},
		{"without a body", "kernel", 2, []lower.Trust{one, one}, map[string]int{"trusted": 1}, ""},
		{"none", "lib", 0, nil, nil, ""},
		{"one more", "kernel", 0, []lower.Trust{one}, map[string]int{"trusted": 1}, "allows 0: prove them"},
		{"one less", "kernel", 2, []lower.Trust{one}, map[string]int{"trusted": 1}, "still allows 2: lower it"},
		{"no reason", "kernel", 1, []lower.Trust{mute}, map[string]int{"trusted": 1}, "G is trusted without //gosure:reason"},
		{"assume in the kernel", "kernel", 1, []lower.Trust{one}, map[string]int{"assume": 1}, "the kernel assumes nothing"},
		{"assume in a library", "lib", 1, []lower.Trust{one}, map[string]int{"assume": 1}, ""},
		{"not reported", "lib", 1, []lower.Trust{one}, map[string]int{"trusted": 2}, "2 times, the verifier reports 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(judge(test.part, test.allowed, test.trusts, test.words), "\n")
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("complaints %q, want %q", got, test.want)
			}
		})
	}
}

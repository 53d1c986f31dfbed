package sys

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNothingSaysWhatIsWatched looks for what could make the watched thing less than arbitrary: what is proved of its age is proved of every
// thing only while nothing writes it and no contract says more of it than that it exists.
func TestNothingSaysWhatIsWatched(t *testing.T) {
	const owned = "acc(&k.watch) && k.watch.Valid()"
	allowed := map[string][]string{
		"boot_spec.gobra":   {owned},
		"kernel_spec.gobra": {owned},
		"later_spec.gobra":  nil, // reads it; the next pattern sees to the rest
	}
	written := regexp.MustCompile(`k\.watch(\.\w+)?\s*(=|\+\+|--|!=|<|>)|&k\.watch`)
	var found int
	for _, pattern := range []string{"*.go", "*.gobra"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source := string(data)
			texts, known := allowed[name]
			for _, text := range texts {
				if strings.Count(source, text) != 1 {
					t.Errorf("%s: %q does not stand there once", name, text)
				}
				source = strings.Replace(source, text, "", 1)
				found++
			}
			uses := strings.Count(source, "k.watch") + strings.Count(source, ").Of")
			if uses > 0 && name != "later_spec.gobra" {
				t.Errorf("%s: names what is watched", name)
			}
			if known {
				if at := written.FindString(source); at != "" {
					t.Errorf("%s: %q writes or compares what is watched", name, at)
				}
			}
		}
	}
	if found != 2 {
		t.Errorf("the watch is owned in %d places, not in Mem and Unbooted", found)
	}
}

package sys

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources are the texts of the package, code and annotations, by file; its tests are left out.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
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
			texts[name] = string(data)
		}
	}
	return texts
}

// TestNothingSaysWhatIsWatched looks for what could make the watched thing less than arbitrary: what is proved of its age is proved of every
// thing only while nothing writes it and no contract says more of it than that it exists.
func TestNothingSaysWhatIsWatched(t *testing.T) {
	const owned = "acc(&k.watch) && acc(&k.account) && k.watch.Valid()"
	allowed := map[string][]string{
		"boot_spec.gobra":   {owned},
		"kernel_spec.gobra": {owned},
		"later_spec.gobra":  nil, // reads it, as half of a permission allows; the next pattern sees to the rest
	}
	written := regexp.MustCompile(`k\.watch(\.\w+)?\s*(=|\+\+|--|!=|<|>)|&k\.watch`)
	var found int
	for name, source := range sources(t) {
		texts, known := allowed[name]
		for _, text := range texts {
			if strings.Count(source, text) != 1 {
				t.Errorf("%s: %q does not stand there once", name, text)
			}
			source = strings.Replace(source, text, "", 1)
			found++
		}
		source = strings.ReplaceAll(source, "acc(&k.watch, 1/2)", "")
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
	if found != 2 {
		t.Errorf("the watch is owned in %d places, not in Mem and Unbooted", found)
	}
}

// TestWhoCounts looks for what could make the counts mean something else than they say: that a submission was taken, that a completion was
// posted, and that a call was lost with its process, is each said where that happens and nowhere else, and only those words write the counts.
func TestWhoCounts(t *testing.T) {
	said := map[string]map[string]int{
		"tellOne": {"post.go": 2},
		"takeOne": {"handle.go": 1},
		"lose":    {"cancel.go": 1, "budget.go": 1, "load.go": 1, "spawn.go": 1},
	}
	written := regexp.MustCompile(`k\.account(\.\w+)? *(=[^=]|\+\+|--|\+=|-=)`)
	for name, source := range sources(t) {
		for word, files := range said {
			if n := strings.Count(source, "k."+word+"("); n != files[name] {
				t.Errorf("%s says %s %d times, not %d", name, word, n, files[name])
			}
		}
		writes := len(written.FindAllString(source, -1))
		switch name {
		case "later_spec.gobra":
			for field, by := range map[string]string{"Taken": "1", "Told": "1", "Lost": "less"} {
				text := "k.account." + field + " = k.account." + field + " + " + by + "\n"
				if strings.Count(source, text) != 1 {
					t.Errorf("%s does not add to %s once", name, field)
				}
			}
			if writes != len(said) {
				t.Errorf("%s writes the counts %d times, not %d", name, writes, len(said))
			}
		case "kernel_spec.gobra", "boot_spec.gobra":
			if strings.Count(source, "k.account") != 1 {
				t.Errorf("%s does more than own the counts", name)
			}
		default:
			if strings.Contains(source, "k.account") {
				t.Errorf("%s names the counts", name)
			}
		}
	}
}

package twins

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// excuse says why functions of a file have no contract.
type excuse struct {
	// File is a file below the module's root, or a folder of which no function has a contract.
	File string `toml:"file"`
	// Functions are the file's functions without a contract, in its order; all of them when it is a folder.
	Functions []string `toml:"functions"`
	// Reason says why.
	Reason string `toml:"reason"`
}

// TestWithoutContract demands a contract of every function of the kernel's core, of the system-call layer and of the libraries, or its name
// and a reason in without.toml, which may name no other function.
func TestWithoutContract(t *testing.T) {
	data, err := os.ReadFile("without.toml")
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Without []excuse `toml:"without"`
	}
	if err := toml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	for _, e := range list.Without {
		if e.Reason == "" {
			t.Errorf("%s: no reason", e.File)
		}
	}
	used := map[string]bool{}
	for _, top := range []string{"kernel/core", "kernel/sys", "lib"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
			without := withoutContract(t, path)
			at := slices.IndexFunc(list.Without, func(e excuse) bool { return e.File == name || e.File == filepath.ToSlash(filepath.Dir(name)) })
			switch {
			case at < 0 && len(without) > 0:
				t.Errorf("%s: no contract and no reason in without.toml: %s", name, strings.Join(without, ", "))
			case at >= 0 && list.Without[at].File == name && !slices.Equal(without, list.Without[at].Functions):
				t.Errorf("%s: without a contract are %q; without.toml says %q", name, without, list.Without[at].Functions)
			}
			if at >= 0 {
				used[list.Without[at].File] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range list.Without {
		if !used[e.File] {
			t.Errorf("without.toml names %s, which is not there", e.File)
		}
	}
}

// withoutContract lists the functions of a file that have none.
func withoutContract(t *testing.T, path string) (titles []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Functions(path, string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !f.Contract {
			titles = append(titles, f.Title)
		}
	}
	return titles
}

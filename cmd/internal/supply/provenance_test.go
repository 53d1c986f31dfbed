package supply

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
)

// TestBOM reads the list of parts back with the library that others read it with.
func TestBOM(t *testing.T) {
	var first, second bytes.Buffer
	if err := WriteBOM(root, &first); err != nil {
		t.Fatal(err)
	}
	if err := WriteBOM(root, &second); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Error("two lists of the same tree differ")
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(&first, cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	required := 0
	for _, c := range *bom.Components {
		if c.Scope == cyclonedx.ScopeRequired {
			required++
		}
		if c.Version == "" || c.PackageURL == "" {
			t.Errorf("%s has no version or no package URL", c.Name)
		}
		if strings.HasPrefix(c.PackageURL, "pkg:golang/") && c.Scope == cyclonedx.ScopeExcluded && !strings.HasPrefix((*c.Properties)[0].Value, "h1:") {
			t.Errorf("%s has no sum", c.Name)
		}
	}
	if required != 1 {
		t.Errorf("%d parts are in the images, want Go alone", required)
	}
}

// tree writes the inputs of an image.
func tree(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"go.mod": "module m\n\ngo 1.26.0\n\ntoolchain go1.26.8\n", "go.sum": "", "kernel/a.go": "package a\n", "kernel/a_test.go": "package a\n", "lib/b.go": "package b\n",
		"user/x/main.go": "package main\n", "user/x/testdata/y": "y",
	} {
		put(t, folder, name, content)
	}
	return folder
}

func TestSourceDigest(t *testing.T) {
	base, err := SourceDigest(tree(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, file string
		same       bool
	}{
		{"nothing", "", true},
		{"a source", "kernel/a.go", false},
		{"a new file", "lib/c.go", false},
		{"assembly", "kernel/a.s", false},
		{"go.sum", "go.sum", false},
		{"a test", "kernel/a_test.go", true},
		{"test data", "user/x/testdata/y", true},
		{"another folder", "docs/a.go", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := tree(t)
			if test.file != "" {
				put(t, folder, test.file, "changed")
			}
			got, err := SourceDigest(folder)
			if err != nil || (got == base) != test.same {
				t.Errorf("the digest is the same: %v, want %v (%v)", got == base, test.same, err)
			}
		})
	}
}

// TestProvenance records two made-up images and rebuilds them, once right and once changed.
func TestProvenance(t *testing.T) {
	folder, build := tree(t), t.TempDir()
	put(t, build, "kernel.elf", "kernel")
	put(t, build, "user/x.elf", "x")
	record, err := Record(folder, build)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := record.Write(&text); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		change func(text string) string
		tree   string
		build  map[string]string
		want   string
	}{
		{"the same", nil, "", map[string]string{"": "kernel", "./user/x": "x"}, ""},
		{"another program", nil, "", map[string]string{"": "kernel", "./user/x": "y"}, "user/x.elf: SHA-256"},
		{"another kernel", nil, "", map[string]string{"": "k", "./user/x": "x"}, "kernel.elf: SHA-256"},
		{"other sources", nil, "lib/b.go", nil, "the sources are not those of the provenance"},
		{"another toolchain", func(s string) string { return strings.Replace(s, `"name": "go1.`, `"name": "go0.`, 1) }, "", nil, "the provenance has go0."},
		{"another document", func(s string) string { return strings.Replace(s, "slsa", "alsa", 1) }, "", nil, "not of images that warrant image built"},
		{"no document", func(string) string { return "\x7fELF" }, "", nil, "supply: provenance"},
	} {
		t.Run(test.name, func(t *testing.T) {
			content, folder := text.String(), tree(t)
			if test.change != nil {
				content = test.change(content)
			}
			if test.tree != "" {
				put(t, folder, test.tree, "changed")
			}
			p, err := ReadProvenance([]byte(content))
			if err == nil {
				err = p.Compare(folder)
			}
			var differences []string
			if err == nil {
				differences, err = p.Rebuild(t.TempDir(), func(user, output string) error { return os.WriteFile(output, []byte(test.build[user]), 0o644) })
			}
			got := strings.Join(differences, "\n")
			if err != nil {
				got = err.Error()
			}
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if _, err := Record(folder, filepath.Join(build, "user")); err == nil || !strings.Contains(err.Error(), "holds no image") {
		t.Errorf("a folder without an image: %v", err)
	}
}

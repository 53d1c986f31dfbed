package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the plugin generates for internal/everything and testdata/client")

// request compiles a schema to a CodeGeneratorRequest.
func request(t *testing.T, folder, schema string) []byte {
	t.Helper()
	if _, err := exec.LookPath("capnp"); err != nil {
		t.Fatal("the Cap'n Proto compiler is missing: apt-get install capnproto")
	}
	command := exec.Command("capnp", "compile", "-o-", schema)
	command.Dir = folder
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", schema, err, complaint.String())
	}
	return out
}

// TestGolden compares what the plugin generates for a schema of every construct with what is committed, which other tests compile and run.
func TestGolden(t *testing.T) {
	in := request(t, "internal/everything", "everything.capnp")
	golden := options{library: "internal/everything", path: "warrant/cmd/capnpc-warrant/internal/everything", client: "testdata/client"}
	if *update {
		if err := run(bytes.NewReader(in), golden); err != nil {
			t.Fatal(err)
		}
	}
	work := t.TempDir()
	fresh := options{library: filepath.Join(work, "everything"), path: golden.path, client: filepath.Join(work, "client")}
	if err := run(bytes.NewReader(in), fresh); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, pair := range [][2]string{{golden.library, fresh.library}, {golden.client, fresh.client}} {
		want, got := generated(t, pair[0]), generated(t, pair[1])
		for name, text := range got {
			if want[name] != text {
				t.Errorf("%s/%s differs from what is generated; if that is right: go test ./cmd/capnpc-warrant -update", pair[0], name)
			}
			compared++
		}
		for name := range want {
			if _, ok := got[name]; !ok {
				t.Errorf("%s/%s is generated no more", pair[0], name)
			}
		}
	}
	if compared < 10 {
		t.Errorf("only %d files were generated", compared)
	}
}

// TestClientsCompile builds the generated clients; what a client needs besides is in testdata/client/status.go.
func TestClientsCompile(t *testing.T) {
	if out, err := exec.Command("go", "vet", "./testdata/client").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// generated reads the generated files of a folder.
func generated(t *testing.T, folder string) (files map[string]string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(text), marker) {
			files[filepath.Base(name)] = string(text)
		}
	}
	return files
}

// TestRefused gives the plugin schemas with what it does not support: each is refused by the name of the declaration.
func TestRefused(t *testing.T) {
	tests := []struct {
		name, schema string
		want         []string
	}{
		{"float", "struct S { x @0 :Float32; }", []string{"S.x", "float32"}},
		{"double in a list", "struct S { x @0 :List(Float64); }", []string{"S.x", "float64"}},
		{"list of lists", "struct S { x @0 :List(List(UInt8)); }", []string{"S.x", "list of list"}},
		{"list of voids", "struct S { x @0 :List(Void); }", []string{"S.x", "list of void"}},
		{"any pointer", "struct S { x @0 :AnyPointer; }", []string{"S.x", "anyPointer"}},
		{"capability", "interface I {} struct S { x @0 :I; }", []string{"S.x", "interface"}},
		{"default of a text", `struct S { x @0 :Text = "y"; }`, []string{"S.x", "default"}},
		{"default of a list", `struct S { x @0 :List(UInt8) = [1]; }`, []string{"S.x", "default"}},
		{"generic", "struct S(T) { x @0 :T; }", []string{"S", "generic"}},
		{"constant", "const limit :UInt32 = 5;", []string{"limit", "const"}},
		{"annotation", "annotation note(struct) :Text;", []string{"note", "annotation"}},
		{"extended interface", "interface A {} interface B extends(A) {}", []string{"B", "extends"}},
		{"two types of one name", "struct A { struct B {} } struct AB {}", []string{"AB", "same Go name"}},
		{"field that hides the discriminant", "struct S { union { which @0 :UInt8; other @1 :UInt8; } }", []string{"S.which", "discriminant"}},
		{"two files of one name", "struct Ab {} struct AB {}", []string{"ab.go"}},
		{"parameter in a union", "interface I { m @0 S -> (); } struct S { union { a @0 :UInt8; b @1 :UInt8; } }", []string{"I.m", "parameter a"}},
		{"parameter of a list of texts", "interface I { m @0 (a :List(Text)) -> (); }", []string{"I.m", "parameter a"}},
		{"parameter with a structure inside", "interface I { m @0 (a :S) -> (); } struct S { b @0 :S; }", []string{"S.b", "parameter"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			work := t.TempDir()
			if err := os.WriteFile(filepath.Join(work, "bad.capnp"), []byte("@0xe0a5d6c7b8394a5c;\n"+test.schema+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			in := request(t, work, "bad.capnp")
			o := options{library: filepath.Join(work, "lib"), path: "x/lib", client: filepath.Join(work, "client")}
			err := run(bytes.NewReader(in), o)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, want := range append(test.want, "bad.capnp") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the message %q does not say %q", err, want)
				}
			}
			if _, err := os.Stat(o.library); err == nil {
				t.Error("something was written all the same")
			}
		})
	}
	t.Run("no request", func(t *testing.T) {
		if err := run(strings.NewReader("no request"), options{}); err == nil || !strings.Contains(err.Error(), "request") {
			t.Errorf("got %v", err)
		}
	})
}

// TestWrite replaces and removes generated files, and no others.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("stale.go", marker+"from x. DO NOT EDIT.\n")
	put("hand.go", "package x\n")
	if err := write(folder, map[string][]byte{"new.go": []byte("new")}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"stale.go": false, "hand.go": true, "new.go": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
	if err := write(folder, map[string][]byte{"hand.go": []byte("new")}); err == nil || !strings.Contains(err.Error(), "hand.go") {
		t.Errorf("a file written by hand was overwritten: %v", err)
	}
}

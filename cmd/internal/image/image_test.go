package image

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"warrant/cmd/internal/qemu"
	"warrant/kernel/abi"
)

// root is the module's folder as seen from this package.
const root = "../../.."

// variant answers a toolchain overlay that puts the file at path in the place of the kernel's main.go, with the assembly file of the same
// name, if there is one, beside it; and the file's directives: the comments of the form `//name: value` at its beginning.
func variant(t *testing.T, path string) (overlay string, directives map[string]string) {
	t.Helper()
	source, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	target, err := filepath.Abs(filepath.Join(root, "kernel/boot/main.go"))
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{target: source}
	if assembly := strings.TrimSuffix(source, ".go") + ".s"; exists(assembly) {
		replace[filepath.Join(filepath.Dir(target), "variant_amd64.s")] = assembly
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay = filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(overlay, text, 0o644); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	directives = make(map[string]string)
	for _, line := range strings.Split(string(content), "\n") {
		name, value, found := strings.Cut(strings.TrimPrefix(line, "//"), ": ")
		if !found || !strings.HasPrefix(line, "//") {
			break
		}
		directives[name] = value
	}
	return overlay, directives
}

// exists says whether there is a file at path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// variants answers the files of a folder of testdata.
func variants(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no variants in %s: %v", folder, err)
	}
	return paths
}

// TestRefused demands, of each kernel in testdata/refuse, that it is refused with the message that its first line tells.
func TestRefused(t *testing.T) {
	for _, path := range variants(t, "refuse") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".go"), func(t *testing.T) {
			overlay, directives := variant(t, path)
			want := regexp.MustCompile(directives["want"])
			output := filepath.Join(t.TempDir(), "kernel.elf")
			_, err := Kernel(Request{Root: root, Output: output, Overlay: overlay})
			if err == nil {
				t.Fatal("the kernel was linked")
			}
			if directives["want"] == "" || !want.MatchString(err.Error()) {
				t.Errorf("the message is\n%v\nwant %s", err, want)
			}
			if _, err := os.Stat(output); err == nil {
				t.Error("there is an image file")
			}
		})
	}
}

// TestHalted demands, of each kernel in testdata/halt, that it is linked, and that in QEMU it halts with the record and the status that its
// first lines tell. A directive line says at which line of the file the program counter of the record stands.
func TestHalted(t *testing.T) {
	for _, path := range variants(t, "halt") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".go"), func(t *testing.T) {
			overlay, directives := variant(t, path)
			dir := t.TempDir()
			output, symbols := filepath.Join(dir, "kernel.elf"), filepath.Join(dir, "kernel.sym")
			if _, err := Kernel(Request{Root: root, Output: output, Symbols: symbols, Overlay: overlay}); err != nil {
				t.Fatal(err)
			}
			var console bytes.Buffer
			status, err := qemu.Run(t.Context(), qemu.Options{Kernel: output, Machine: "q35", Memory: 64, Timeout: 30 * time.Second, Console: &console})
			if status == qemu.Missing {
				t.Skip(err)
			}
			if status.Name() != directives["status"] {
				t.Errorf("status %s, want %s", status.Name(), directives["status"])
			}
			if directives["record"] == "" || !strings.Contains(console.String(), directives["record"]) {
				t.Fatalf("no record %q on the console:\n%s", directives["record"], console.String())
			}
			if directives["line"] == "" {
				return
			}
			record := regexp.MustCompile(`pc=(0x[0-9a-f]+)`).FindStringSubmatch(console.String())
			if record == nil {
				t.Fatalf("no address on the console:\n%s", console.String())
			}
			pc, err := strconv.ParseUint(record[1], 0, 64)
			if err != nil {
				t.Fatal(err)
			}
			program, err := Open(symbols)
			if err != nil {
				t.Fatal(err)
			}
			// The record of a failed check has the address behind the call.
			if strings.Contains(directives["record"], "exception") {
				pc++
			}
			if want, got := "kernel/boot/main.go:"+directives["line"], program.Position(pc-1); got != want {
				t.Errorf("the record's place is %s, want %s", got, want)
			}
		})
	}
}

// TestSegments checks what the kernel's own loader, and the page tables, rely on.
func TestSegments(t *testing.T) {
	output := filepath.Join(t.TempDir(), "hello.elf")
	report, err := User(Request{Root: root, Output: output}, "./user/hello")
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Retargeted) == 0 || len(report.Kept) == 0 {
		t.Errorf("kept %v, retargeted %v", report.Kept, report.Retargeted)
	}
	file, err := elf.Open(output)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	end, started := uint64(abi.ImageBase), false
	for _, s := range file.Progs {
		if s.Type != elf.PT_LOAD || s.Vaddr%abi.PageSize != 0 || s.Memsz%abi.PageSize != 0 || s.Filesz > s.Memsz || s.Memsz == 0 {
			t.Errorf("segment %+v", s.ProgHeader)
		}
		if s.Flags&elf.PF_W != 0 && s.Flags&elf.PF_X != 0 {
			t.Errorf("segment at %#x can be written and executed", s.Vaddr)
		}
		if s.Vaddr < end {
			t.Errorf("segment at %#x overlaps the one below it, or the first page", s.Vaddr)
		}
		end = s.Vaddr + s.Memsz
		started = started || s.Flags&elf.PF_X != 0 && file.Entry >= s.Vaddr && file.Entry < end
	}
	if end > uint64(abi.ImageTop) || !started {
		t.Errorf("the image ends at %#x; entry %#x in code: %v", end, file.Entry, started)
	}
	if len(file.Sections) != 0 {
		t.Errorf("%d sections are left", len(file.Sections))
	}
}

// TestReproducible demands the same bits from the same sources in another folder.
func TestReproducible(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "a folder with another name")
	for _, part := range []string{"kernel", "lib", "user", "go.mod", "go.sum"} {
		from := filepath.Join(root, part)
		if info, err := os.Stat(from); err != nil {
			t.Fatal(err)
		} else if info.IsDir() {
			copyTree(t, from, filepath.Join(elsewhere, part))
			continue
		}
		copyFile(t, from, filepath.Join(elsewhere, part))
	}
	build := func(root string) (kernel, program []byte) {
		dir := t.TempDir()
		first, second := filepath.Join(dir, "kernel.elf"), filepath.Join(dir, "hello.elf")
		if _, err := Kernel(Request{Root: root, Output: first}); err != nil {
			t.Fatal(err)
		}
		if _, err := User(Request{Root: root, Output: second}, "./user/hello"); err != nil {
			t.Fatal(err)
		}
		return read(t, first), read(t, second)
	}
	kernel, program := build(root)
	again, other := build(elsewhere)
	if !bytes.Equal(kernel, again) {
		t.Error("the kernel differs")
	}
	if !bytes.Equal(program, other) {
		t.Error("the program differs")
	}
	if bytes.Contains(kernel, []byte(elsewhere)) {
		t.Error("the image knows its folder")
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err == nil {
			copyFile(t, path, filepath.Join(to, below))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, read(t, from), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

package manifest

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"warrant/cmd/internal/capos"
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/manifest"
)

// head is the part that all sources of the tests share.
const head = `init: caps: #AllCaps
binaries: {init: {}, hello: {}, clock: {}}
`

// program answers an executable of n bytes that the kernel would load.
func program(t *testing.T, n uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	header := elf.Header64{
		Ident:   [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:    uint16(elf.ET_EXEC),
		Machine: uint16(elf.EM_X86_64),
		Version: uint32(elf.EV_CURRENT),
		Entry:   uint64(abi.ImageBase) + 120,
		Phoff:   64, Ehsize: 64, Phentsize: 56, Phnum: 1,
	}
	segment := elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_X), Vaddr: uint64(abi.ImageBase), Filesz: n, Memsz: n}
	for _, part := range []any{header, segment, make([]byte, n-120)} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// compile compiles a source in a folder in which init, hello and clock are built.
func compile(t *testing.T, text string, unchecked bool) (message []byte, err error) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.MkdirAll("build/user", 0o755); err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"init", "hello", "clock"} {
		if err := os.WriteFile(filepath.Join("build/user", name+".elf"), program(t, 200+uint64(n)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("a.cue", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return Compile(Options{Sources: []string{"a.cue"}, Build: "build", Unchecked: unchecked})
}

// TestCompile compares the printed form of a manifest that uses every part of the schema.
func TestCompile(t *testing.T) {
	source := `
init: caps: {console: "console", bootPackage: "bootPackage", processSpawner: "processSpawner", clock: "timer"}
binaries: {init: {}, hello: {}, again: program: "user/hello", text: file: "a.cue"}
services: {
	last: {binary: "hello", needs: {hello: "finished", again: "started"}, expect: fault: #Vector.pageFault}
	ended: {binary: "hello", expect: killed: true, budget: {framePages: 100, virtualPages: 200, processes: 3, objects: 4, capSlots: 5, calls: 6}}
	hello: grants: {console: {}, out: source: "console", clock: mode: "move"}
	again: expect: exit: -3
}
config: quantumNanoseconds: 200_000
`
	message, err := compile(t, source, true)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := Print(&out, message); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`manifest of version 1, %d bytes
init: binary init, time slice 200000 ns
  console              is the kernel's console
  bootPackage          is the kernel's bootPackage
  processSpawner       is the kernel's processSpawner
  clock                is the kernel's timer
service 1, ended: binary hello, is killed
  may use 100 page frames, 200 pages of addresses, 3 processes, 4 objects, 5 capabilities, 6 calls
service 2, hello: binary hello, exits with 0
  may use 128 page frames, 4096 pages of addresses, 0 processes, 0 objects, 64 capabilities, 16 calls
  console              is a copy of init's console
  out                  is a copy of init's console
  clock                is moved from init's clock
service 3, again: binary again, exits with -3
  may use 128 page frames, 4096 pages of addresses, 0 processes, 0 objects, 64 capabilities, 16 calls
service 4, last: binary hello, faults with vector 14
  may use 128 page frames, 4096 pages of addresses, 0 processes, 0 objects, 64 capabilities, 16 calls
  waits until hello has finished
  waits until again has started
binary init: 200 bytes, 1 segments, entry 0x200078, SHA-256 X...
binary hello: 201 bytes, 1 segments, entry 0x200078, SHA-256 X...
binary again: 201 bytes, 1 segments, entry 0x200078, SHA-256 X...
binary text: %d bytes, not an ELF file, SHA-256 X...
`, len(message), len(source))
	got := regexp.MustCompile(`SHA-256 [0-9a-f]{16}\.`).ReplaceAllString(out.String(), "SHA-256 X.")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("printed form (-want +got):\n%s", diff)
	}
}

// TestDeterministic demands the same bytes for the same source, whatever the folder.
func TestDeterministic(t *testing.T) {
	source := head + `services: {hello: grants: console: {}, clock: grants: {console: {}, timer: {}}}`
	first, err := compile(t, source, false)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := compile(t, source, false)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the same source gives different bytes")
		}
	}
	contents := bytes.Index(first, []byte("\x7fELF"))
	if n := bytes.LastIndex(first, []byte("timer\x00")); n < 0 || contents < n {
		t.Errorf("contents of a binary at %d, before the name at %d", contents, n)
	}
}

// TestRefused has a source per rule, and the lines that the refusal has to have. Each place is the label that is wrong.
func TestRefused(t *testing.T) {
	tests := map[string]struct {
		source string
		want   []string
	}{
		"syntax":            {"init: {", []string{"a.cue:1:8: expected '}', found 'EOF'"}},
		"unknown reference": {head + "services: hello: grants: nothing", []string{"a.cue:3:26: services.hello.grants: reference \"nothing\" not found"}},
		"unknown field":     {head + "service: hello: {}", []string{"a.cue:3:1: service: field not allowed"}},
		"unknown object": {`init: caps: console: "consle"`,
			[]string{`a.cue:1:22: init.caps.console: conflicting values "bootPackage" and "consle"; or:`}},
		"bad name":        {head + `services: "0": binary: "hello"`, []string{`a.cue:3:11: services."0": field not allowed`}},
		"bad vector":      {head + "services: hello: expect: fault: 32", []string{"a.cue:3:33: services.hello.expect.fault: invalid value 32 (out of bound <32)"}},
		"two ends":        {head + "services: hello: expect: {exit: 1, fault: 3}", []string{"a.cue:3:18: a service ends by exit, by fault or by being killed, not by two of them"}},
		"killed and exit": {head + "services: hello: expect: {exit: 1, killed: true}", []string{"a.cue:3:18: a service ends by exit, by fault or by being killed, not by two of them"}},
		"bad quantum":     {head + "config: quantumNanoseconds: 1", []string{"a.cue:3:29: config.quantumNanoseconds: conflicting values 10000000 and 1; or: invalid value 1 (out of bound >=100000)"}},
		"contradiction": {head + "services: hello: binary: \"hello\"\nservices: hello: binary: \"clock\"",
			[]string{`a.cue:3:26: services.hello.binary: conflicting values "clock" and "hello"`}},
		"not built": {head + "binaries: init2: program: \"user/init/two\"",
			[]string{"a.cue:3:11: program user/init/two is not built: there is no build/user/init/two.elf; `make image` builds it"}},
		"no file":    {head + "binaries: x: file: \"gone\"", []string{"a.cue:3:14: binary x: open gone: no such file or directory"}},
		"not an ELF": {head + "binaries: x: file: \"a.cue\"", []string{"a.cue:3:14: binary x: a.cue: not an ELF file"}},
		"no init": {"init: {caps: #AllCaps, binary: \"start\"}\nbinaries: hello: {}",
			[]string{"a.cue:1:24: the kernel would refuse it: init's binary is not in the manifest: start"}},
		"all at once": {head + `services: {
	a: {binary: "hello", needs: b: "started"}
	b: {binary: "helo", needs: a: "finished", grants: consle: {}}
	c: {name: "a", binary: "hello", needs: nobody: "started"}
	d: {
		binary: "clock"
		grants: console: mode: "move"
		grants: {
			x: source: "timer"
			y: {name: "x", source: "timer", mode: "move"}
			z: source: "timer"
		}
		needs: d: "started"
	}
}`, []string{
			"a.cue:4:30: service a waits for itself, by way of: b",
			"a.cue:5:6: service b wants a binary that is not in the manifest: helo",
			"a.cue:5:29: service b waits for itself, by way of: a",
			"a.cue:5:52: service b is granted a capability that init does not have: consle",
			"a.cue:6:6: service a has the name of a service before it",
			"a.cue:6:41: service a needs a service that does not exist: nobody",
			"a.cue:9:11: service d would take away the capability that init itself needs: console",
			"a.cue:12:4: service d has two grants with the name: x",
			"a.cue:13:4: service d is granted a capability that may already have been moved away: timer",
			"a.cue:15:10: service d needs itself",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := compile(t, test.source, false)
			if err == nil {
				t.Fatal("it is accepted")
			}
			got := strings.Split(err.Error(), "\n")
			for n, line := range got {
				if n < len(test.want) && strings.HasSuffix(test.want[n], "; or:") && strings.HasPrefix(line, test.want[n]) {
					got[n] = test.want[n]
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnchecked demands that a source which init would refuse can be compiled for a test of init.
func TestUnchecked(t *testing.T) {
	message, err := compile(t, head+"services: hello: needs: hello: \"started\"", true)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := Print(&out, message); err != nil {
		t.Fatal(err)
	}
	if want := "init refuses it: service hello needs itself\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("printed:\n%s", out.String())
	}
}

// TestOverlay demands that a second source adds to the first and cannot contradict it.
func TestOverlay(t *testing.T) {
	if _, err := compile(t, head+"services: hello: grants: console: {}", false); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"services: clock: grants: timer: {}": "",
		"services: hello: binary: \"clock\"": "",
		"services: hello: grants: console: name: \"c\"\ninit: binary: \"hello\"\ninit: binary: \"init\"": "b.cue:2:15",
	} {
		if err := os.WriteFile("b.cue", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Compile(Options{Sources: []string{"a.cue", "b.cue"}, Build: "build"})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestMetadataLimit demands that metadata beyond what init reads is refused.
func TestMetadataLimit(t *testing.T) {
	var s strings.Builder
	s.WriteString(head)
	for n := range manifest.Services {
		fmt.Fprintf(&s, "services: \"s%d\": {binary: \"hello\", grants: {", n)
		for k := range 4 {
			fmt.Fprintf(&s, "\"%s%d\": source: \"%s%d\"\n", strings.Repeat("n", 44), k, strings.Repeat("m", 44), k)
		}
		s.WriteString("}, needs: {")
		for k := range 4 {
			fmt.Fprintf(&s, "\"%s%d\": \"started\"\n", strings.Repeat("o", 44), k)
		}
		s.WriteString("}}\n")
	}
	_, err := compile(t, s.String(), true)
	if err != nil {
		t.Fatalf("within the limit: %v", err)
	}
	for n := range limits.Binaries {
		fmt.Fprintf(&s, "binaries: \"%s%02d\": file: \"a.cue\"\n", strings.Repeat("p", 44), n)
	}
	for n := range 80 {
		fmt.Fprintf(&s, "services: \"%s%02d\": {}\n", strings.Repeat("q", 44), n)
	}
	if _, err = compile(t, s.String(), true); err == nil || !strings.Contains(err.Error(), "limits.ManifestMetadata") {
		t.Errorf("beyond the limit: %v", err)
	}
}

// TestSchema compares the numbers and names of the schema with those of the kernel and of specs/capos.capnp.
func TestSchema(t *testing.T) {
	if !strings.Contains(string(schema), fmt.Sprintf("{0,%d}$", abi.NameMax-1)) {
		t.Errorf("#Name does not allow abi.NameMax = %d bytes", abi.NameMax)
	}
	if n := strings.ReplaceAll(fmt.Sprintf(">=%d", manifest.MinimumQuantum), "100000", "100_000"); !strings.Contains(string(schema), n) {
		t.Errorf("the schema has no %s", n)
	}
	for source := capos.KernelSource(0); source.String() != ""; source++ {
		if !strings.Contains(string(schema), fmt.Sprintf("%q", source)) {
			t.Errorf("#Kernel lacks %q", source)
		}
		if _, err := compile(t, fmt.Sprintf("binaries: init: {}\ninit: caps: x: %q", source), false); err != nil {
			t.Errorf("init cannot be given %s: %v", source, err)
		}
		if _, err := compile(t, fmt.Sprintf("binaries: init: {}\ninit: caps: #AllCaps\ninit: caps: %s: %q", source, source), false); err != nil {
			t.Errorf("#AllCaps lacks %s: %v", source, err)
		}
	}
}

// TestPrintGarbage demands an error for bytes that are no manifest.
func TestPrintGarbage(t *testing.T) {
	var out strings.Builder
	if err := Print(&out, []byte("no manifest")); err == nil {
		t.Errorf("printed %q", out.String())
	}
}

package oracle

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"warrant/kernel/abi"
	"warrant/lib/elf"
)

// exits is a program that ends with code 42, as the linker of GNU binutils makes it at the addresses of Warrant's programs.
func exits(t *testing.T) []byte {
	t.Helper()
	compiler, err := exec.LookPath("gcc")
	if err != nil {
		t.Skip("gcc is not installed: scripts/deps.sh install test")
	}
	program := filepath.Join(t.TempDir(), "exits")
	build := exec.Command(compiler, "-nostdlib", "-static", "-s", "-Wl,-z,max-page-size=4096,-z,separate-code,--build-id=none,-Ttext-segment=0x200000",
		"-o", program, filepath.Join("testdata", "exits.s"))
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	b, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// loads reports whether Linux runs the program to its end.
func loads(t *testing.T, folder string, image []byte) bool {
	t.Helper()
	file := filepath.Join(folder, "program")
	if err := os.WriteFile(file, image, 0o755); err != nil {
		t.Fatal(err)
	}
	err := exec.Command(file).Run()
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == 42
}

// What the parser accepts, Linux loads and runs: a program with one number of a loadable segment changed, so that accepting means that the
// program is still whole. The other way round the parser is stricter by design; docs/fuzzing.md lists the rules.
func TestAcceptedRunsOnLinux(t *testing.T) {
	good := exits(t)
	folder := t.TempDir()
	if _, e := elf.Parse(good); e != elf.OK || !loads(t, folder, good) {
		t.Fatalf("the program itself: %v", e)
	}
	r := rand.New(rand.NewPCG(42, 0))
	table := int(binary.LittleEndian.Uint64(good[32:]))
	count := int(binary.LittleEndian.Uint16(good[56:]))
	verdicts := map[[2]bool]int{}
	for range 400 {
		image := append([]byte{}, good...)
		at := table + 56*r.IntN(count)
		field := at + []int{8, 16, 32, 40}[r.IntN(4)]
		v := binary.LittleEndian.Uint64(image[field:])
		switch r.IntN(5) {
		case 0:
			v += uint64(1) << r.IntN(64)
		case 1:
			v = r.Uint64() >> r.IntN(64)
		case 2:
			v += 4096
		case 3:
			v += uint64(r.IntN(17))
		default:
			v -= uint64(r.IntN(17))
		}
		binary.LittleEndian.PutUint64(image[field:], v)
		_, e := elf.Parse(image)
		runs := loads(t, folder, image)
		verdicts[[2]bool{e == elf.OK, runs}]++
		if e != elf.OK || runs {
			continue
		}
		// Where the code or its bytes are elsewhere the program is accepted and no longer the program.
		if moved(good, image) {
			continue
		}
		t.Errorf("accepted, but Linux does not run it: %d becomes %d at byte %d", binary.LittleEndian.Uint64(good[field:]), v, field)
	}
	t.Logf("accepted and run %d, only accepted (no longer the same code) %d, only run %d, neither %d", verdicts[[2]bool{true, true}],
		verdicts[[2]bool{true, false}], verdicts[[2]bool{false, true}], verdicts[[2]bool{false, false}])
	if verdicts[[2]bool{true, true}] < 20 || verdicts[[2]bool{false, false}] < 20 {
		t.Error("the changes do not try what they should")
	}
}

// moved reports whether the memory of an accepted image differs from the good program's where that runs or reads.
func moved(good, image []byte) bool {
	was, _ := elf.Parse(good)
	is, _ := elf.Parse(image)
	for _, s := range was.Segments[:was.Count] {
		for a := s.Address; a < s.Address+abi.VirtAddr(s.FileSize) && (s.Write || a >= was.Entry); a++ {
			if memory(good, was, a) != memory(image, is, a) {
				return true
			}
		}
	}
	return false
}

// memory answers the byte at an address of a mapped image; -1 when nothing is mapped there.
func memory(file []byte, i elf.Image, a abi.VirtAddr) int {
	for _, s := range i.Segments[:i.Count] {
		if a >= s.Address && a < s.Address+abi.VirtAddr(s.MemSize) {
			if off := uint64(a - s.Address); off < s.FileSize {
				return int(file[s.FileOffset+off])
			}
			return 0
		}
	}
	return -1
}

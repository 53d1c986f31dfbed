package sys

import (
	"os"
	"regexp"
	"testing"

	"warrant/kernel/core/memory"
)

var (
	// races says that the memory of this build calls racer behind each reading of what processes can write.
	races bool
	racer func(a memory.PhysAddr, n int)
)

// racer is a thread of the process on another processor: behind a reading of the kernel of a page that the process can write, it writes there.
func (a *attack) racer(u *user) func(memory.PhysAddr, int) {
	own := map[memory.PhysAddr]bool{}
	for _, va := range writable {
		if at, ok := translate(u.m.ram, u.m.k.procs[u.p].Space.Root(), uint64(va), true); ok {
			own[memory.PhysAddr(at)/memory.FrameSize] = true
		}
	}
	id := uint32(a.id(u))
	return func(at memory.PhysAddr, n int) {
		if n < 4 || !own[at/memory.FrameSize] || a.r.IntN(4) > 0 {
			return
		}
		v := uint32(a.number())
		if a.r.IntN(2) == 0 {
			v = id
		}
		littleEndian.PutUint32(u.m.ram[int(at)+a.r.IntN(n/4)*4:], v)
		a.seen["race"]++
	}
}

// racing are the changes that make memory race: what the kernel has read may be another thing at once.
func racing(t *testing.T) []change {
	t.Helper()
	b, err := os.ReadFile("testdata/raced/raced.go")
	if err != nil {
		t.Fatal(err)
	}
	const ram = "kernel/core/memory/ram.go"
	return []change{
		{"kernel/core/memory/raced.go", "", string(b)},
		{ram, "\treturn w0, w1, w2, w3, w4, w5, w6, w7\n", "\tRaced(a+offset, 64)\n\treturn w0, w1, w2, w3, w4, w5, w6, w7\n"},
		{ram, "\tn := PhysAddr(len(dst))\n", "\tn := PhysAddr(len(dst))\n\tdefer Raced(a, len(dst))\n"},
		{ram, "\treturn uint32(p[offset]) | uint32(p[offset+1])<<8", "\tdefer Raced(a+offset, 4)\n\treturn uint32(p[offset]) | uint32(p[offset+1])<<8"},
	}
}

// failure is what a test says that fails, or panics.
var failure = regexp.MustCompile(`(?m)^( +\w+_test\.go:\d+: .*|panic: .*)$`)

// TestRace lets the attacker loose on a machine on which each process writes at every moment, also between two readings of the kernel. A kernel
// that reads again what it has checked is found; the real one takes no harm. Invariants: RING-6, UB-3
func TestRace(t *testing.T) {
	for _, tt := range []struct {
		name    string
		planted []change
	}{
		{"the kernel as it is", nil},
		{"descriptors that are read again once they were checked", []change{{"kernel/sys/carry.go", "\treturn transfer.Check(&k.procs[p], &k.list)\n",
			"\tok = transfer.Check(&k.procs[p], &k.list)\n" +
				"\tuserbuf.CopyIn(&k.ram, &k.procs[p].Space, k.words[:n*abi.DescriptorSize], k.entry.Transfers)\n" +
				"\tfor i := uint32(0); i < n; i++ {\n" +
				"\t\tk.list.Items[i].Cap = abi.CapID(little.Uint32(k.words[:], int(i)*abi.DescriptorSize+abi.DescriptorCap))\n" +
				"\t}\n\treturn ok\n"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, err := attackChanged(t, append(racing(t), tt.planted...), "-tags", "raced", "-attack.operations", "100000", "-v")
			seed := operations.FindString(string(out))
			if found := err != nil; found != (tt.planted != nil) || seed == "" || found && !failure.Match(out) {
				t.Fatalf("%v\n%s", err, out)
			}
			if err != nil {
				t.Logf("found on the machine of %s: %s", seed, failure.Find(out))
			}
		})
	}
}

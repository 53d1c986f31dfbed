package bench

import (
	"bufio"
	"cmp"
	"debug/elf"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Run is one stay of the processor in the kernel, from the entry to the return.
type Run struct {
	Instructions uint64
	Times        int               // how often a run of this length was seen
	Functions    map[string]uint64 // instructions of each function in the first one
}

// executed is a line of QEMU's trace that says that the block at an address was executed.
var executed = regexp.MustCompile(`^Trace .*\[[0-9a-f]+/([0-9a-f]+)/`)

// kernelText is the first address of the kernel's half.
const kernelText = 0xffff800000000000

// Profile reads a trace of a machine (qemu.Options, Trace) and answers the runs of the kernel, the most frequent lengths first. symbols is the kernel with
// its symbols.
func Profile(trace io.Reader, symbols string) ([]Run, error) {
	name, err := functions(symbols)
	if err != nil {
		return nil, err
	}
	runs := map[uint64]*Run{}
	size := map[uint64]uint64{} // instructions of the block at an address
	var block, total uint64
	current := map[string]uint64{}
	lines := bufio.NewScanner(trace)
	lines.Buffer(make([]byte, 1<<16), 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "IN:") {
			block = 0
			continue
		}
		if address, rest, ok := strings.Cut(line, ":"); ok && strings.HasPrefix(address, "0x") && rest != "" {
			at, err := strconv.ParseUint(address[2:], 16, 64)
			if err != nil {
				return nil, fmt.Errorf("the trace says %q: %w", line, err)
			}
			if block == 0 {
				block = at
				size[block] = 0
			}
			size[block]++
			continue
		}
		m := executed.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at, err := strconv.ParseUint(m[1], 16, 64)
		if err != nil {
			return nil, fmt.Errorf("the trace says %q: %w", line, err)
		}
		if at >= kernelText {
			current[name(at)] += size[at]
			total += size[at]
			continue
		}
		if total > 0 {
			if runs[total] == nil {
				runs[total] = &Run{Instructions: total, Functions: current}
			}
			runs[total].Times++
			current, total = map[string]uint64{}, 0
		}
	}
	all := make([]Run, 0, len(runs))
	for _, r := range runs {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b Run) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Instructions, b.Instructions))
	})
	return all, lines.Err()
}

// functions answers a function that names what stands at an address of the kernel.
func functions(file string) (name func(address uint64) string, err error) {
	f, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := f.Symbols()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all = slices.DeleteFunc(all, func(s elf.Symbol) bool { return elf.ST_TYPE(s.Info) != elf.STT_FUNC })
	slices.SortFunc(all, func(a, b elf.Symbol) int { return cmp.Compare(a.Value, b.Value) })
	return func(address uint64) string {
		i := sort.Search(len(all), func(i int) bool { return all[i].Value > address })
		if i == 0 {
			return "?"
		}
		return all[i-1].Name
	}, nil
}

// Print writes a run as text: the functions that have the most instructions.
func (r Run) Print(w io.Writer, most int) {
	fmt.Fprintf(w, "%d instructions in the kernel, %d times\n", r.Instructions, r.Times)
	names := slices.SortedFunc(maps.Keys(r.Functions), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Functions[b], r.Functions[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		if i == most {
			fmt.Fprintf(w, "        and %d more functions\n", len(names)-most)
			return
		}
		fmt.Fprintf(w, "  %5d %s\n", r.Functions[name], name)
	}
}

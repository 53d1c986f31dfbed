package sys

import (
	"fmt"
	"reflect"

	"warrant/kernel/abi"
	"warrant/kernel/core/memory"
)

// checkWalks: the walks that a space remembers are those that the processor would do now. Invariants: UB-2, UB-3
func checkWalks(k *Kernel, ram []byte) error {
	for p := range k.procs {
		space := reflect.ValueOf(&k.procs[p].Space).Elem()
		entries, pages := space.FieldByName("entries"), space.FieldByName("pages")
		for i := range entries.Len() {
			e, page := entries.Index(i).Uint(), pages.Index(i).Uint()
			if e == 0 {
				continue
			}
			if found := walk(ram, k.procs[p].Space.Root(), page*abi.PageSize); e != found {
				return fmt.Errorf("process %d remembers entry %#x for page %#x, where %#x stands", p, e, page, found)
			}
		}
	}
	return nil
}

// walk answers the last-level entry for va, or 0.
func walk(ram []byte, root memory.Frame, va uint64) (e uint64) {
	table := uint64(root)
	for shift := 39; shift >= 12; shift -= 9 {
		e = littleEndian.Uint64(ram[table*abi.PageSize+va>>shift&511*8:])
		table = e >> 12 & 0xffffffffff
		if e&1 == 0 || (table+1)*abi.PageSize > uint64(len(ram)) {
			return 0
		}
	}
	return e
}

// checkSteady: while the kernel thinks that nothing can change its last decision, it would decide the same again.
func checkSteady(k *Kernel, _ []byte) error {
	d := k.decision
	if !k.steady {
		return nil
	}
	_, due, waits := k.due.First()
	if d.Choice != Run || d.Fresh || d.Flush || k.flush || d.Process != k.current || k.handoff != nobody || k.halt.Requested || k.rootEnded ||
		waits && due < d.Deadline || d.Deadline > k.quantumEnd || d.Root != k.procs[k.current].Space.Root() {
		return fmt.Errorf("the kernel stays with %+v, and process %d is current", d, k.current)
	}
	return nil
}

// +gobra

package dma

// Registers is the number of 32-bit registers that a window can show.
const Registers = 64

// Rights is what a driver may do with a register.
type Rights uint8

// The rights.
const (
	// Closed registers do not exist for the driver: those that hold physical addresses are closed for reading too. Invariant: DMA-1.
	Closed Rights = iota
	// ReadOnly registers can be read.
	ReadOnly
	// ReadWrite registers can be read and written.
	ReadWrite
)

// Window is the part of a device's registers that a driver sees, one right for each 32-bit register. The zero value shows none.
type Window struct {
	rights [Registers]Rights
}

// @ requires acc(w)
// @ ensures  acc(w) && forall k int :: { w.rights[k] } 0 <= k && k < Registers ==> w.rights[k] == Closed
// @ decreases

// Reset closes every register.
func (w *Window) Reset() {
	*w = Window{}
}

// @ preserves acc(w)
// @ requires  0 <= register && 0 <= r && r <= ReadWrite
// @ ensures   ok == (register < Registers)
// @ ensures   seq(w.rights) == (ok ? old(seq(w.rights))[int(register) = r] : old(seq(w.rights)))
// @ decreases

// Open gives a right to a register. It fails when the window has no such register.
func (w *Window) Open(register uint32, r Rights) (ok bool) {
	if register >= Registers {
		return false
	}
	w.rights[register] = r
	return true
}

// @ preserves acc(w, 1/4)
// @ requires  0 <= offset
// @ ensures   ok == (offset % 4 == 0 && offset / 4 < Registers && (w.rights[int(offset) / 4] == ReadWrite || !write && w.rights[int(offset) / 4] == ReadOnly))
// @ decreases

// Allows says whether a driver may access the register at a byte offset. An offset that is not a multiple of 4 is no register.
func (w *Window) Allows(offset uint32, write bool) (ok bool) {
	if offset%4 != 0 || offset/4 >= Registers {
		return false
	}
	r := w.rights[offset/4]
	return r == ReadWrite || !write && r == ReadOnly
}

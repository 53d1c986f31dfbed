package probe

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
)

// registers is rt.Registers under a name that go_asm.h can have.
type registers rt.Registers

// systemCallEntryRegister is the model-specific register LSTAR, Intel SDM volume 4, table 2-2.
const systemCallEntryRegister = 0xc0000082

// Constants that assembly takes from go_asm.h.
const (
	sysCapEnter = abi.SysCapEnter
	sysExit     = abi.SysExit
	flagsSet    = FlagsKept | 1<<14
	flagTrap    = 1 << 8

	// The x87 control word after FNINIT with the exceptions unmasked. Intel SDM volume 1, 8.1.5.
	floatUnmasked = 0x37f &^ 0x3f
)

// FlagsKept are the bits of RFLAGS that Flags sets and that a system call leaves alone: direction and alignment check. Intel SDM
// volume 1, 3.4.3.
const FlagsKept = 1<<10 | 1<<18

// Loaded is the state that Hold and Flood load into the registers. RSP, RFLAGS, bases and selectors of it are not loaded. Float must be a state that
// FXRSTOR64 takes: one that FXSAVE64 has stored, with other values in the data registers.
func Loaded() *rt.Registers { return loadedAddress() }

// Stored is the state that the newest Hold found in the registers at its end. RSP, RFLAGS, bases and selectors of it are not stored.
func Stored() *rt.Registers { return storedAddress() }

// Hold loads every register from Loaded, counts down in memory from spins (at least 1), stores every register to Stored and puts the
// registers back. Nothing but an interruption can change a register in between.
//
// entry: Loaded is a valid state.
// exit: Stored is filled in.
// clobbers: every general register except RSP and RBP.
func Hold(spins uint64)

// HoldAcrossCall is Hold with the system call cap_enter(0, poll) in the place of the count.
//
// entry: Loaded is a valid state.
// exit: Stored is filled in, RAX, RCX, RDI, RSI and R11 in it are those of the system call.
// clobbers: every general register except RSP and RBP.
func HoldAcrossCall()

// Flood loads every register from Loaded, counts down in memory from spins (at least 1) and ends the process with exit code 0, all
// registers but RAX, RDI, RCX and R11 still loaded.
//
// entry: Loaded is a valid state.
// exit: none.
// clobbers: everything.
func Flood(spins uint64)

// Flags sets direction, alignment check and nested task in RFLAGS, makes the system call cap_enter(0, poll) and answers
// RFLAGS as they are afterwards. With nested task set, an IRET of the kernel's would fault; it need not give that flag back.
//
// entry: none.
// exit: result = RFLAGS; the bits that it had set are 0 again.
// clobbers: RAX, RCX, RDI, RSI, R11.
func Flags() uint64

// Ticks is the time-stamp counter.
//
// entry: none.
// exit: result = the counter.
// clobbers: RAX, RDX.
func Ticks() uint64

// loadedAddress is the address of Loaded.
//
// entry: none.
// exit: result = the address, a multiple of 16.
// clobbers: RAX.
func loadedAddress() *rt.Registers

// storedAddress is the address of Stored.
//
// entry: none.
// exit: result = the address, a multiple of 16.
// clobbers: RAX.
func storedAddress() *rt.Registers

// GSBase is the base of the GS segment.
//
// entry: the kernel allows RDGSBASE, as it does for user/rt's own FS base.
// exit: result = the base.
// clobbers: RAX.
func GSBase() uint64

// SetGSBase sets the base of the GS segment, which compiled Go does not use. It must be canonical.
//
// entry: as GSBase.
// exit: the base is set.
// clobbers: RAX.
func SetGSBase(base uint64)

// FillSelectors loads DS and ES with the selector of the stack, so that they are not zero. 64-bit code does not use them.
//
// entry: none.
// exit: DS = ES = SS.
// clobbers: RAX.
func FillSelectors()

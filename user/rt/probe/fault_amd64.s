#include "go_asm.h"
#include "textflag.h"

// A byte that is RET.
DATA ret<>+0(SB)/1, $0xc3
GLOBL ret<>(SB), NOPTR, $8

// The same, read-only.
DATA constant<>+0(SB)/1, $0xc3
GLOBL constant<>(SB), NOPTR|RODATA, $8

// func At(address abi.VirtAddr) *byte
TEXT ·At(SB), NOSPLIT, $0-16
	MOVQ address+0(FP), AX
	MOVQ AX, ret+8(FP)
	RET

// func Call(address abi.VirtAddr)
TEXT ·Call(SB), NOSPLIT, $8-8
	MOVQ address+0(FP), AX
	CALL AX
	RET

// func CodeAddress() abi.VirtAddr
TEXT ·CodeAddress(SB), NOSPLIT, $0-8
	LEAQ ·Halt(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func DataAddress() abi.VirtAddr
TEXT ·DataAddress(SB), NOSPLIT, $0-8
	LEAQ ret<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func ConstantAddress() abi.VirtAddr
TEXT ·ConstantAddress(SB), NOSPLIT, $0-8
	LEAQ constant<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func Halt()
TEXT ·Halt(SB), NOSPLIT, $0
	HLT
	RET

// func DisableInterrupts()
TEXT ·DisableInterrupts(SB), NOSPLIT, $0
	CLI
	RET

// func LoadPageTable()
TEXT ·LoadPageTable(SB), NOSPLIT, $0
	XORL AX, AX
	MOVQ AX, CR3
	RET

// func ReadSystemCallEntry() uint64
TEXT ·ReadSystemCallEntry(SB), NOSPLIT, $0-8
	MOVL $const_systemCallEntryRegister, CX
	RDMSR
	MOVQ AX, ret+0(FP)
	RET

// func WritePort(port uint16)
TEXT ·WritePort(SB), NOSPLIT, $0-2
	MOVW port+0(FP), DX
	XORL AX, AX
	OUTB
	RET

// func Interrupt()
TEXT ·Interrupt(SB), NOSPLIT, $0
	INT $0x80
	RET

// func Undefined()
TEXT ·Undefined(SB), NOSPLIT, $0
	UNDEF
	RET

// func DivideByZero()
TEXT ·DivideByZero(SB), NOSPLIT, $0
	XORL CX, CX
	XORL DX, DX
	MOVL $1, AX
	DIVL CX
	RET

// func ExhaustStack()
TEXT ·ExhaustStack(SB), NOSPLIT|NOFRAME, $0
push:
	PUSHQ AX
	JMP push

// func Breakpoint()
TEXT ·Breakpoint(SB), NOSPLIT, $0
	INT $3
	RET

// func StepIntoKernel()
TEXT ·StepIntoKernel(SB), NOSPLIT, $8
	XORL DI, DI
	XORL SI, SI
	MOVW SS, CX
	MOVL $const_sysCapEnter, AX
	PUSHFQ
	ORQ $const_flagTrap, 0(SP)
	POPFQ
	MOVW CX, SS
	SYSCALL
	RET

// func BreakFloat()
TEXT ·BreakFloat(SB), NOSPLIT, $8
	MOVW $const_floatUnmasked, 0(SP)
	FLDCW 0(SP)
	FLD1
	FLDZ
	FDIVDP F0, F1
	RET

// func WaitFloat()
TEXT ·WaitFloat(SB), NOSPLIT, $0
	WAIT
	RET

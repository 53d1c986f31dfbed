#include "go_asm.h"
#include "textflag.h"

// func enter() (vector, code, address, now uint64)
TEXT ·enter(SB), NOSPLIT|NOFRAME, $0-32
	PUSHQ BP
	MOVQ SP, ·enterStack(SB)
	MOVQ ·currentArea(SB), CX
	FXRSTOR64 (CX)
	MOVQ ·current(SB), AX
	MOVQ registers_FSBase(AX), BX
	WRFSBASEQ BX
	MOVQ registers_GSBase(AX), BX
	WRGSBASEQ BX

	MOVQ registers_RFLAGS(AX), R11
	ANDQ $const_flagsUser, R11
	ORQ  $const_flagsFixed, R11
	MOVQ registers_RIP(AX), CX
	// SYSRET puts RIP into RCX and RFLAGS into R11. It serves when they are there anyway.
	CMPQ registers_RCX(AX), CX
	JNE  slow
	CMPQ registers_R11(AX), R11
	JNE  slow
	TESTQ $const_flagsSlow, R11
	JNE  slow
	MOVQ CX, BX
	SHRQ $47, BX // SYSRET to an address that is not canonical would fault in ring 0 with the user's stack
	JNE  slow

	MOVQ registers_RBX(AX), BX
	MOVQ registers_RDX(AX), DX
	MOVQ registers_RSI(AX), SI
	MOVQ registers_RDI(AX), DI
	MOVQ registers_RBP(AX), BP
	MOVQ registers_R8(AX), R8
	MOVQ registers_R9(AX), R9
	MOVQ registers_R10(AX), R10
	MOVQ registers_R12(AX), R12
	MOVQ registers_R13(AX), R13
	MOVQ registers_R14(AX), R14
	MOVQ registers_R15(AX), R15
	MOVQ registers_RSP(AX), SP
	MOVQ registers_RAX(AX), AX
	BYTE $0x48; SYSRET // the prefix REX.W: to 64-bit mode

slow:
	SUBQ $40, SP
	MOVQ $const_selectorUserData, 32(SP)
	MOVQ registers_RSP(AX), BX
	MOVQ BX, 24(SP)
	MOVQ R11, 16(SP)
	MOVQ $const_selectorUserCode, 8(SP)
	MOVQ CX, 0(SP)
	MOVQ registers_RBX(AX), BX
	MOVQ registers_RCX(AX), CX
	MOVQ registers_RDX(AX), DX
	MOVQ registers_RSI(AX), SI
	MOVQ registers_RDI(AX), DI
	MOVQ registers_RBP(AX), BP
	MOVQ registers_R8(AX), R8
	MOVQ registers_R9(AX), R9
	MOVQ registers_R10(AX), R10
	MOVQ registers_R11(AX), R11
	MOVQ registers_R12(AX), R12
	MOVQ registers_R13(AX), R13
	MOVQ registers_R14(AX), R14
	MOVQ registers_R15(AX), R15
	MOVQ registers_RAX(AX), AX
	IRETQ

// func forget()
TEXT ·forget(SB), NOSPLIT|NOFRAME, $0
	XORL AX, AX
	MOVW AX, DS
	MOVW AX, ES
	MOVW AX, FS
	MOVW AX, GS
	MOVQ ·threadBase(SB), DX
	WRFSBASEQ DX // Intel's processors clear the base with the selector
	BYTE $0xdb; BYTE $0xe3 // FNINIT
	RET

// func syscall()
TEXT ·syscall(SB), NOSPLIT|NOFRAME, $0
	MOVQ AX, ·scratch(SB)
	MOVQ ·current(SB), AX
	MOVQ BX, registers_RBX(AX)
	MOVQ CX, registers_RCX(AX)
	MOVQ CX, registers_RIP(AX)
	MOVQ DX, registers_RDX(AX)
	MOVQ SI, registers_RSI(AX)
	MOVQ DI, registers_RDI(AX)
	MOVQ SP, registers_RSP(AX)
	MOVQ R8, registers_R8(AX)
	MOVQ R9, registers_R9(AX)
	MOVQ R10, registers_R10(AX)
	MOVQ R11, registers_R11(AX)
	MOVQ R11, registers_RFLAGS(AX)
	MOVQ R12, registers_R12(AX)
	MOVQ R13, registers_R13(AX)
	MOVQ R14, registers_R14(AX)
	MOVQ R15, registers_R15(AX)
	MOVQ ·scratch(SB), BX
	MOVQ BX, registers_RAX(AX)
	MOVL $const_vectorSyscall, BX
	XORL CX, CX
	XORL DX, DX
	JMP  ·leave(SB)

// func trapped()
TEXT ·trapped(SB), NOSPLIT|NOFRAME, $0
	TESTB $3, 24(SP)
	JNE  user
	JMP  ·trappedKernel(SB)
user:
	MOVQ AX, ·scratch(SB)
	MOVQ ·current(SB), AX
	MOVQ BX, registers_RBX(AX)
	MOVQ CX, registers_RCX(AX)
	MOVQ DX, registers_RDX(AX)
	MOVQ SI, registers_RSI(AX)
	MOVQ DI, registers_RDI(AX)
	MOVQ R8, registers_R8(AX)
	MOVQ R9, registers_R9(AX)
	MOVQ R10, registers_R10(AX)
	MOVQ R11, registers_R11(AX)
	MOVQ R12, registers_R12(AX)
	MOVQ R13, registers_R13(AX)
	MOVQ R14, registers_R14(AX)
	MOVQ R15, registers_R15(AX)
	MOVQ ·scratch(SB), BX
	MOVQ BX, registers_RAX(AX)
	MOVQ 16(SP), BX
	MOVQ BX, registers_RIP(AX)
	MOVQ 32(SP), BX
	MOVQ BX, registers_RFLAGS(AX)
	MOVQ 40(SP), BX
	MOVQ BX, registers_RSP(AX)
	MOVQ 0(SP), BX
	MOVQ 8(SP), CX
	MOVQ CR2, DX
	JMP  ·leave(SB)

// func leave()
TEXT ·leave(SB), NOSPLIT|NOFRAME, $0
	MOVQ BP, registers_RBP(AX)
	MOVQ ·enterStack(SB), SP
	PUSHQ $2
	POPFQ
	RDFSBASEQ R8
	MOVQ R8, registers_FSBase(AX)
	RDGSBASEQ R8
	MOVQ R8, registers_GSBase(AX)
	MOVQ ·currentArea(SB), R8
	FXSAVE64 (R8)
	MOVQ ·threadBase(SB), R8
	WRFSBASEQ R8
	LDMXCSR ·mxcsr(SB)
	XORPS X15, X15
	LEAQ ·goroutine(SB), R14
	MOVQ 0(SP), BP
	LEAQ 8(SP), SP
	// The results of enter, behind its return address.
	MOVQ BX, 8(SP)
	MOVQ CX, 16(SP)
	MOVQ DX, 24(SP)
	RDTSC
	SHLQ $32, DX
	ORQ  DX, AX
	SUBQ ·clockStart(SB), AX
	MULQ ·clockFactor(SB)
	SHRQ $32, DX, AX
	MOVQ AX, 32(SP)
	RET

// func trappedKernel()
TEXT ·trappedKernel(SB), NOSPLIT|NOFRAME, $0
	CMPQ 0(SP), $const_vectorTimer
	JEQ  timer
	CMPQ 0(SP), $1
	JEQ  debug
fatal:
	JMP  ·trappedFatally(SB)
timer:
	CMPQ ·idling(SB), $1
	JNE  fatal
	LEAQ 16(SP), SP
	IRETQ
debug:
	// A single step that a process prepared must not step through ring 0.
	ANDQ $~const_flagTrap, 32(SP)
	LEAQ 16(SP), SP
	IRETQ

// func trappedFatally()
TEXT ·trappedFatally(SB), NOSPLIT|NOFRAME, $0
	MOVQ 0(SP), AX
	MOVQ 16(SP), BX
	MOVQ 8(SP), CX
	MOVQ CR2, DX
	MOVQ 40(SP), SI
	MOVL $const_haltTrapped, DI
	JMP  ·die(SB)

// func spurious()
TEXT ·spurious(SB), NOSPLIT|NOFRAME, $0
	IRETQ

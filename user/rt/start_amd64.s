#include "go_asm.h"
#include "textflag.h"

// The state at the first instruction, Registers. Assembly defines it since FXSAVE wants it at a multiple of 16.
GLOBL firstRegisters<>(SB), NOPTR, $Registers__size

// func start()
// No Go function may be called before the FS base is set: the first thing that an assembly-to-Go wrapper does is to load g from there.
// The wrapper also sets R14 = g and X15 = 0, here and after each call of an assembly function.
TEXT ·start(SB), NOSPLIT|NOFRAME, $0
	// Record first, in an order that changes nothing before it is recorded.
	MOVQ AX, firstRegisters<>+Registers_RAX(SB)
	MOVQ BX, firstRegisters<>+Registers_RBX(SB)
	MOVQ CX, firstRegisters<>+Registers_RCX(SB)
	MOVQ DX, firstRegisters<>+Registers_RDX(SB)
	MOVQ SI, firstRegisters<>+Registers_RSI(SB)
	MOVQ DI, firstRegisters<>+Registers_RDI(SB)
	MOVQ BP, firstRegisters<>+Registers_RBP(SB)
	MOVQ SP, firstRegisters<>+Registers_RSP(SB)
	MOVQ R8, firstRegisters<>+Registers_R8(SB)
	MOVQ R9, firstRegisters<>+Registers_R9(SB)
	MOVQ R10, firstRegisters<>+Registers_R10(SB)
	MOVQ R11, firstRegisters<>+Registers_R11(SB)
	MOVQ R12, firstRegisters<>+Registers_R12(SB)
	MOVQ R13, firstRegisters<>+Registers_R13(SB)
	MOVQ R14, firstRegisters<>+Registers_R14(SB)
	MOVQ R15, firstRegisters<>+Registers_R15(SB)
	FXSAVE64 firstRegisters<>+Registers_Float(SB)
	PUSHFQ
	POPQ AX
	MOVQ AX, firstRegisters<>+Registers_RFLAGS(SB)
	RDFSBASEQ AX
	MOVQ AX, firstRegisters<>+Registers_FSBase(SB)
	RDGSBASEQ AX
	MOVQ AX, firstRegisters<>+Registers_GSBase(SB)
	MOVW DS, AX
	MOVW AX, firstRegisters<>+Registers_DS(SB)
	MOVW ES, AX
	MOVW AX, firstRegisters<>+Registers_ES(SB)
	MOVW FS, AX
	MOVW AX, firstRegisters<>+Registers_FS(SB)
	MOVW GS, AX
	MOVW AX, firstRegisters<>+Registers_GS(SB)
	MOVQ DI, ·ringPage(SB)
	MOVQ SI, ·processID(SB)
	MOVQ DX, ·capSetPage(SB)

	// g and the guards of its stack.
	LEAQ ·g0(SB), AX
	MOVQ $const_stackLimit, CX
	MOVQ CX, goroutine_stackGuard0(AX)
	MOVQ CX, goroutine_stackGuard1(AX)
	LEAQ ·threadLocal(SB), CX
	MOVQ AX, (CX)
	ADDQ $const_threadLocalSize, CX
	WRFSBASEQ CX

	CALL ·run(SB)
	// Not reached, but the reference makes the linker keep trap. Cause 0 is unknown.
	PUSHQ $0
	JMP ·trap(SB)

// func trap()
TEXT ·trap(SB), NOSPLIT|NOFRAME, $0
	CLD
	MOVQ 0(SP), AX
	MOVQ 8(SP), CX
	MOVQ $const_stackTop, SP
	// A panic while a panic is being reported has nobody left to tell.
	CMPB ·trapped(SB), $0
	JNE again
	MOVB $1, ·trapped(SB)
	SUBQ $16, SP
	MOVQ AX, 0(SP)
	MOVQ CX, 8(SP)
	CALL ·reportPanic(SB)
again:
	MOVL $const_exitPanic, DI
	MOVL $const_sysExit, AX
	SYSCALL
	UNDEF

// func firstRegistersAddress() *Registers
TEXT ·firstRegistersAddress(SB), NOSPLIT, $0-8
	LEAQ firstRegisters<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

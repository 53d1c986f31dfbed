#include "go_asm.h"
#include "textflag.h"

// KEEP makes CX current, and stores the general registers there that mean the same however the process stopped. AX is what CX was.
#define KEEP \
	MOVQ CX, ·scratch(SB) \
	MOVQ ·current(SB), CX \
	MOVQ AX, registers_RAX(CX) \
	MOVQ ·scratch(SB), AX \
	MOVQ BX, registers_RBX(CX) \
	MOVQ DX, registers_RDX(CX) \
	MOVQ SI, registers_RSI(CX) \
	MOVQ DI, registers_RDI(CX) \
	MOVQ R8, registers_R8(CX) \
	MOVQ R9, registers_R9(CX) \
	MOVQ R10, registers_R10(CX) \
	MOVQ R12, registers_R12(CX) \
	MOVQ R13, registers_R13(CX) \
	MOVQ R14, registers_R14(CX) \
	MOVQ R15, registers_R15(CX)

// GIVE loads the general registers from AX, current, that mean the same however the process goes on, but RAX.
#define GIVE \
	MOVQ registers_RBX(AX), BX \
	MOVQ registers_RDX(AX), DX \
	MOVQ registers_RSI(AX), SI \
	MOVQ registers_RDI(AX), DI \
	MOVQ registers_RBP(AX), BP \
	MOVQ registers_R8(AX), R8 \
	MOVQ registers_R9(AX), R9 \
	MOVQ registers_R10(AX), R10 \
	MOVQ registers_R12(AX), R12 \
	MOVQ registers_R13(AX), R13 \
	MOVQ registers_R14(AX), R14 \
	MOVQ registers_R15(AX), R15

// LEAVE stores what is left of the state of a process that has stopped, makes the processor what compiled code expects, and comes back on ring
// 0's stack, below the results of enter. CX is current; all general registers but RBP are saved. HOW is what is remembered of how it stopped.
// R14 and X15 are the compiler's affair behind each call of an assembly function.
#define LEAVE(HOW) \
	MOVQ BP, registers_RBP(CX) \
	MOVQ ·enterStack(SB), SP \
	RDFSBASEQ R8 \
	MOVQ R8, registers_FSBase(CX) \
	MOVQ ·currentArea(SB), R8 \
	FXSAVE64 (R8) \
	MOVQ HOW, const_areaStopped(R8) \
	MOVQ ·threadBase(SB), R8 \
	WRFSBASEQ R8 \
	LDMXCSR ·mxcsr(SB) \
	MOVQ ·enterFrame(SB), BP

// RETURN returns from enter with a vector and the time, which is Now.
#define RETURN(VECTOR) \
	MOVQ VECTOR, 8(SP) \
	RDTSC \
	SHLQ $32, DX \
	ORQ  DX, AX \
	SUBQ ·clockStart(SB), AX \
	MULQ ·clockFactor(SB) \
	SHRQ $32, DX, AX \
	MOVQ AX, 16(SP) \
	RET

// func enter() (vector, now uint64)
TEXT ·enter(SB), NOSPLIT|NOFRAME, $0-16
	MOVQ ·current(SB), AX
	MOVQ registers_RIP(AX), CX
	// Ring 0 would fault, with SYSRET on the process's stack, when it returned to an address that is not canonical. A process cannot get there by
	// itself: the processor faults at the jump.
	MOVQ CX, BX
	SHRQ $47, BX
	JNE  hole
	MOVQ SP, ·enterStack(SB)
	MOVQ BP, ·enterFrame(SB)
	MOVQ ·currentArea(SB), DX
	FXRSTOR64 (DX)
	MOVQ registers_FSBase(AX), BX
	WRFSBASEQ BX
	MOVQ registers_RFLAGS(AX), R11
	// SYSRET puts RIP into RCX and RFLAGS into R11, as SYSCALL has left them.
	CMPQ const_areaStopped(DX), $const_stoppedSyscall
	JNE  interrupted
	TESTQ $const_flagsSlow, R11
	JNE  stepped

	GIVE
	MOVQ registers_RSP(AX), SP
	MOVQ registers_RAX(AX), AX
	BYTE $0x48; SYSRET // the prefix REX.W: to 64-bit mode

hole:
	MOVQ $const_vectorProtection, BX
	MOVQ BX, ·trapVector(SB)
	MOVQ $0, ·trapCode(SB)
	RETURN(BX)

stepped:
	MOVQ CX, registers_RCX(AX)
	MOVQ R11, registers_R11(AX)
interrupted:
	ANDQ $const_flagsUser, R11
	ORQ  $const_flagsFixed, R11
	SUBQ $40, SP
	MOVQ $const_selectorUserData, 32(SP)
	MOVQ registers_RSP(AX), BX
	MOVQ BX, 24(SP)
	MOVQ R11, 16(SP)
	MOVQ $const_selectorUserCode, 8(SP)
	MOVQ CX, 0(SP)
	GIVE
	MOVQ registers_RCX(AX), CX
	MOVQ registers_R11(AX), R11
	MOVQ registers_RAX(AX), AX
	IRETQ

// func exchange(from, to uint64)
TEXT ·exchange(SB), NOSPLIT, $0-16
	MOVQ from+0(FP), AX
	TESTQ AX, AX
	JEQ  nobody
	RDGSBASEQ DX
	MOVQ DX, registers_GSBase(AX)
nobody:
	XORL AX, AX
	MOVW AX, DS
	MOVW AX, ES
	MOVW AX, FS
	MOVW AX, GS
	MOVQ ·threadBase(SB), DX
	WRFSBASEQ DX // Intel's processors clear the base with the selector
	BYTE $0xdb; BYTE $0xe3 // FNINIT
	MOVQ to+8(FP), AX
	MOVQ registers_GSBase(AX), DX
	WRGSBASEQ DX
	RET

// func syscall()
TEXT ·syscall(SB), NOSPLIT|NOFRAME, $0
	KEEP
	MOVQ AX, registers_RIP(CX)
	MOVQ SP, registers_RSP(CX)
	MOVQ R11, registers_RFLAGS(CX)
	LEAVE($const_stoppedSyscall)
	RETURN($const_vectorSyscall)

// func trapped()
TEXT ·trapped(SB), NOSPLIT|NOFRAME, $0
	TESTB $3, 24(SP)
	JNE  user
	JMP  ·trappedKernel(SB)
user:
	KEEP
	MOVQ AX, registers_RCX(CX)
	MOVQ R11, registers_R11(CX)
	MOVQ 16(SP), BX
	MOVQ BX, registers_RIP(CX)
	MOVQ 32(SP), BX
	MOVQ BX, registers_RFLAGS(CX)
	MOVQ 40(SP), BX
	MOVQ BX, registers_RSP(CX)
	MOVQ 0(SP), BX
	MOVQ BX, ·trapVector(SB)
	MOVQ 8(SP), AX
	MOVQ AX, ·trapCode(SB)
	MOVQ CR2, AX
	MOVQ AX, ·trapAddress(SB)
	LEAVE($const_stoppedTrap)
	PUSHQ $2 // unlike SYSCALL, a gate leaves the direction and the alignment flag as they were
	POPFQ
	RETURN(BX)

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

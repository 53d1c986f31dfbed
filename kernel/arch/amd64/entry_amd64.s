#include "go_asm.h"
#include "textflag.h"

// The state that compiled code expects of the SSE unit: all exceptions masked, rounding to nearest. SDM volume 1, section 10.2.3.
DATA ·mxcsr+0(SB)/4, $const_mxcsrDefault
GLOBL ·mxcsr(SB), NOPTR|RODATA, $4

// func entry()
TEXT ·entry(SB), NOSPLIT|NOFRAME, $0
	CLI
	CLD
	MOVQ CR4, AX
	ORQ  $(1<<9 | 1<<10), AX // OSFXSR, OSXMMEXCPT
	MOVQ AX, CR4
	MOVQ CR0, AX
	ORQ  $(1<<16), AX // WP
	MOVQ AX, CR0
	BYTE $0xdb; BYTE $0xe3 // FNINIT
	LDMXCSR ·mxcsr(SB)

	LEAQ ·arena+(const_pageSize-1)(SB), BX
	ANDQ $~(const_pageSize-1), BX
	LEAQ (const_stackStride*const_pageSize)(BX), SP
	LEAQ ·goroutine(SB), R14
	LEAQ (2*const_pageSize)(BX), AX // the guard page, and a page that compiled code leaves alone
	MOVQ AX, runtimeG_stackGuard0(R14)
	MOVQ AX, runtimeG_stackGuard1(R14)

	LEAQ ·threadLocal+const_threadLocalSize(SB), AX
	MOVQ R14, const_goroutineSlot(AX)
	MOVQ AX, ·threadBase(SB)
	MOVQ AX, DX
	SHRQ $32, DX
	MOVL $const_msrFSBase, CX
	WRMSR
	XORPS X15, X15

	MOVQ BX, ·arenaBase(SB)
	MOVQ DI, ·bootInformation(SB)
	MOVQ SI, ·bootProtocol(SB)
	LEAQ ·fatal(SB), AX // nothing else refers to it until the image tool has run
	CALL ·start(SB)
	JMP  ·stop(SB)

// func fatal()
TEXT ·fatal(SB), NOSPLIT|NOFRAME, $0
	CLI
	MOVQ 0(SP), AX // cause
	MOVQ 8(SP), BX // address behind the call
	XORL CX, CX
	XORL DX, DX
	XORL SI, SI
	MOVL $const_haltRuntime, DI
	JMP  ·die(SB)

// func die()
TEXT ·die(SB), NOSPLIT|NOFRAME, $0
	CMPQ ·dying(SB), $0
	JEQ  first
	MOVL $const_haltPanic, AX // the record itself went wrong
	MOVL $const_haltPort, DX
	OUTL
	JMP  ·stop(SB)
first:
	MOVQ $1, ·dying(SB)
	MOVQ ·arenaBase(SB), SP
	ADDQ $((const_stackPanic+1)*const_stackStride*const_pageSize - 64), SP
	PUSHQ $2
	POPFQ
	LEAQ ·goroutine(SB), R14
	MOVQ $0, runtimeG_stackGuard0(R14) // a halt needs no more stack than there is
	MOVQ AX, 0(SP)
	MOVQ BX, 8(SP)
	MOVQ CX, 16(SP)
	MOVQ DX, 24(SP)
	MOVQ SI, 32(SP)
	MOVQ DI, 40(SP)
	MOVQ ·threadBase(SB), AX
	MOVQ AX, DX
	SHRQ $32, DX
	MOVL $const_msrFSBase, CX
	WRMSR
	LDMXCSR ·mxcsr(SB)
	XORPS X15, X15
	CALL ·record(SB)
	JMP  ·stop(SB)

// func stop()
TEXT ·stop(SB), NOSPLIT|NOFRAME, $0
	CLI
	HLT
	JMP -1(PC)

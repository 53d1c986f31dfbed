#include "go_asm.h"
#include "textflag.h"

// func enterKernel(minComplete uint32, timeout uint64) int64
TEXT ·enterKernel(SB), NOSPLIT, $0-24
	MOVL minComplete+0(FP), DI
	MOVQ timeout+8(FP), SI
	MOVL $const_sysCapEnter, AX
	SYSCALL
	MOVQ AX, ret+16(FP)
	RET

// func Exit(code int64)
TEXT ·Exit(SB), NOSPLIT, $0-8
	MOVQ code+0(FP), DI
	MOVL $const_sysExit, AX
	SYSCALL
	UNDEF

// func SystemCall(number, first, second uint64) int64
TEXT ·SystemCall(SB), NOSPLIT, $0-32
	MOVQ number+0(FP), AX
	MOVQ first+8(FP), DI
	MOVQ second+16(FP), SI
	SYSCALL
	MOVQ AX, ret+24(FP)
	RET

#include "textflag.h"

// func step() (flags, counted uint64)
TEXT ·step(SB), NOSPLIT, $8-16
	XORL CX, CX
	PUSHFQ
	ORQ $(1<<8), 0(SP)
	POPFQ
	XCHGQ SP, CX // the debug exception comes behind this instruction: it has a stack of its own
	XCHGQ SP, CX
	INCQ CX
	INCQ CX
	INCQ CX
	PUSHFQ
	POPQ AX
	MOVQ AX, flags+0(FP)
	MOVQ CX, counted+8(FP)
	RET

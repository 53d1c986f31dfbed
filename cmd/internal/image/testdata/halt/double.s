#include "textflag.h"

// func loseStack()
TEXT ·loseStack(SB), NOSPLIT|NOFRAME, $0
	MOVQ $0x1000, SP
	PUSHQ AX
	UNDEF

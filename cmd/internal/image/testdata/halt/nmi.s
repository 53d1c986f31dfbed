#include "textflag.h"

// func interrupt()
TEXT ·interrupt(SB), NOSPLIT|NOFRAME, $0
	MOVQ $0xffffffffc0000000, AX // the APIC, as package amd64 maps it
	MOVL 0x20(AX), CX            // its own number
	MOVL CX, 0x310(AX)           // is the destination
	MOVQ $0x1000, SP
	MOVL $(4<<8 | 1<<14), 0x300(AX)
wait:
	JMP wait

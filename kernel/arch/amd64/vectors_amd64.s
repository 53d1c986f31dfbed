#include "go_asm.h"
#include "textflag.h"

// One entry of 16 bytes for each exception and one for the timer: vector and error code on the stack, in this order from the top, as
// the processor's own frame ends.

// An exception without an error code.
#define PLAIN(n) \
	PCALIGN $16; \
	PUSHQ $0; \
	PUSHQ $n; \
	JMP ·trapped(SB)

// An exception with an error code. SDM volume 3A, table 6-1.
#define CODED(n) \
	PCALIGN $16; \
	PUSHQ $n; \
	JMP ·trapped(SB)

// An exception that ends the machine in whatever ring it comes.
#define FATAL(n) \
	PCALIGN $16; \
	PUSHQ $0; \
	PUSHQ $n; \
	JMP ·trappedFatally(SB)

// func vectors()
TEXT ·vectors(SB), NOSPLIT|NOFRAME, $0
	PLAIN(0)
	PLAIN(1)
	FATAL(2)
	PLAIN(3)
	PLAIN(4)
	PLAIN(5)
	PLAIN(6)
	PLAIN(7)
	PCALIGN $16
	PUSHQ $8
	JMP ·trappedFatally(SB)
	PLAIN(9)
	CODED(10)
	CODED(11)
	CODED(12)
	CODED(13)
	CODED(14)
	PLAIN(15)
	PLAIN(16)
	CODED(17)
	FATAL(18)
	PLAIN(19)
	PLAIN(20)
	CODED(21)
	PLAIN(22)
	PLAIN(23)
	PLAIN(24)
	PLAIN(25)
	PLAIN(26)
	PLAIN(27)
	PLAIN(28)
	CODED(29)
	CODED(30)
	PLAIN(31)
	PLAIN(32)

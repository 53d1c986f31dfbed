#include "textflag.h"
#define LIMIT 4096 // want `hand-typed constant: declare it in Go`

// func Halt()
//
// Declared in stub.go.
TEXT ·Halt(SB), NOSPLIT, $0
	BYTE $0xf4 // HLT
	HLT
	RET

// func Bare()
TEXT ·Bare(SB), NOSPLIT|NOFRAME, $0 // want `TEXT ·Bare has no line "entry:"` `no line "exit:"` `no line "clobbers:"`
	RET

// Load reads a word.
TEXT ·Load(SB), NOSPLIT, $8-16 // want `the comment above TEXT ·Load does not begin with its Go declaration`
	MOVQ x+0(FP), DI
	MOVQ 8(SP), CX
	MOVQ 8(DI), AX // want `hand-typed offset 8\(DI\)`
	MOVQ 0(DI), AX
	MOVQ (DI), AX
	MOVQ -0x10(DI)(CX*8), AX // want `hand-typed offset -0x10\(DI\)`
	MOVQ thread_frame(DI), AX
	MOVQ $const_entryStack, AX
	// want +1 `constant 0xC0000100: use a go_asm.h name, or say in a comment on the line what it is`
	MOVL $0xC0000100, CX
	MOVL $0xC0000100, CX // FS base
	ANDL $0x0f, CX
	// want +1 `constant 4096`
	ADDQ $4096, AX
	ADDQ $16, AX
	LEAQ stack<>+65536(SB), SP // want `hand-typed offset 65536`
	CALL ·missing(SB)
	// want +1 `raw bytes without the mnemonic`
	BYTE $0x0f; BYTE $0x01
	RET

TEXT ·undeclared(SB), NOSPLIT, $0 // want `TEXT ·undeclared has no Go declaration`
	RET

TEXT local<>(SB), NOSPLIT, $0 // want `TEXT local<> is not of the form ·name`
	RET

TEXT runtime·morestack(SB), NOSPLIT, $0 // want `TEXT runtime·morestack is not of the form ·name`
	RET

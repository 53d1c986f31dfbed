#include "go_asm.h"
#include "textflag.h"

// A byte that starts no instruction in 64-bit mode, behind a jump into the middle of MOVL $byte, AX: the image tool wants code that it can
// read.
#define HIDDEN(byte) BYTE $0xeb; BYTE $0x01; BYTE $0xb8; BYTE $byte; BYTE $0x00; BYTE $0x00; BYTE $0x00

// func instruction(slot uint64)
TEXT ·instruction(SB), NOSPLIT, $8-8
	MOVQ slot+0(FP), AX
	SHLQ $4, AX
	LEAQ ·slots(SB), CX
	ADDQ CX, AX
	XORL CX, CX
	XORL DX, DX
	CALL AX
	RET

// func slots()
TEXT ·slots(SB), NOSPLIT|NOFRAME, $0
	PCALIGN $16
	CLI
	RET
	PCALIGN $16
	STI
	RET
	PCALIGN $16
	HLT
	RET
	PCALIGN $16
	CLTS
	RET
	PCALIGN $16
	INVD
	RET
	PCALIGN $16
	WBINVD
	RET
	PCALIGN $16
	INVLPG 0(SP)
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xf8 // SWAPGS
	RET
	PCALIGN $16
	BYTE $0x48; BYTE $0x0f; BYTE $0x07 // SYSRETQ
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x34 // SYSENTER
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x35 // SYSEXIT
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0x14; BYTE $0x24 // LGDT (SP)
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0x1c; BYTE $0x24 // LIDT (SP)
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x00; BYTE $0xd0 // LLDT AX
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x00; BYTE $0xd8 // LTR AX
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xf0 // LMSW AX
	RET
	PCALIGN $16
	RDMSR
	RET
	PCALIGN $16
	WRMSR
	RET
	PCALIGN $16
	RDPMC
	RET
	PCALIGN $16
	MOVQ CR0, AX
	RET
	PCALIGN $16
	MOVQ CR2, AX
	RET
	PCALIGN $16
	MOVQ CR3, AX
	RET
	PCALIGN $16
	MOVQ CR4, AX
	RET
	PCALIGN $16
	BYTE $0x44; BYTE $0x0f; BYTE $0x20; BYTE $0xc0 // MOVQ CR8, AX
	RET
	PCALIGN $16
	MOVQ AX, CR0
	RET
	PCALIGN $16
	MOVQ AX, CR3
	RET
	PCALIGN $16
	MOVQ AX, CR4
	RET
	PCALIGN $16
	BYTE $0x44; BYTE $0x0f; BYTE $0x22; BYTE $0xc0 // MOVQ AX, CR8
	RET
	PCALIGN $16
	MOVQ DR0, AX
	RET
	PCALIGN $16
	MOVQ DR7, AX
	RET
	PCALIGN $16
	MOVQ AX, DR0
	RET
	PCALIGN $16
	MOVQ AX, DR7
	RET
	PCALIGN $16
	BYTE $0xec // INB (DX), AL
	RET
	PCALIGN $16
	BYTE $0xee // OUTB AL, (DX)
	RET
	PCALIGN $16
	BYTE $0x6c // INSB
	RET
	PCALIGN $16
	BYTE $0x6e // OUTSB
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xcb // STAC
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xca // CLAC
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xd1 // XSETBV
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xd0 // XGETBV
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xc1 // VMCALL
	RET
	PCALIGN $16
	HIDDEN(0xce) // INTO
	RET
	PCALIGN $16
	HIDDEN(0x9a) // CALL far
	RET
	PCALIGN $16
	BYTE $0xf0; BYTE $0x90 // LOCK NOP
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0xaa // RSM
	RET
	PCALIGN $16
	BYTE $0xf1 // ICEBP
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0x04; BYTE $0x24 // SGDT (SP)
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0x0c; BYTE $0x24 // SIDT (SP)
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x00; BYTE $0xc0 // SLDT AX
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x00; BYTE $0xc8 // STR AX
	RET
	PCALIGN $16
	BYTE $0x0f; BYTE $0x01; BYTE $0xe0 // SMSW AX
	RET

// func interrupt(operand uint64)
TEXT ·interrupt(SB), NOSPLIT, $8-8
	MOVQ operand+0(FP), AX
	LEAQ ·interruptSlots(SB), CX
	LEAQ (CX)(AX*4), AX
	CALL AX
	RET

// INT n and RET, in four bytes.
#define INT1(n) BYTE $0xcd; BYTE $(n); RET; BYTE $0x90
#define INT4(n) INT1(n); INT1(n+1); INT1(n+2); INT1(n+3)
#define INT16(n) INT4(n); INT4(n+4); INT4(n+8); INT4(n+12)
#define INT64(n) INT16(n); INT16(n+16); INT16(n+32); INT16(n+48)

// func interruptSlots()
TEXT ·interruptSlots(SB), NOSPLIT|NOFRAME, $0
	INT64(0)
	INT64(64)
	INT64(128)
	INT64(192)

// func callWithFlags(flags uint64) (after, rip uint64)
TEXT ·callWithFlags(SB), NOSPLIT, $8-24
	MOVQ flags+0(FP), R9
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	PUSHFQ
	ORQ 0(SP), R9
	CALL ·flagged(SB)
	POPFQ
	MOVQ R9, after+8(FP)
	MOVQ CX, rip+16(FP)
	RET

// func flagged()
TEXT ·flagged(SB), NOSPLIT|NOFRAME, $0
	PUSHQ R9    // two bytes
	POPFQ       // one byte
	SYSCALL     // two bytes; the first instruction that the flags are set for
	PUSHFQ
	POPQ R9
	LEAQ ·flagged(SB), R8
	SUBQ R8, CX
	SUBQ $5, CX
	RET

// func callWithStack(pointer uint64) (after uint64)
TEXT ·callWithStack(SB), NOSPLIT, $0-16
	MOVQ pointer+0(FP), R9
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	MOVQ SP, R8
	MOVQ R9, SP
	SYSCALL
	MOVQ SP, R9
	MOVQ R8, SP
	MOVQ R9, after+8(FP)
	RET

// func callBetweenBases(base uint64) (fs, gs uint64)
TEXT ·callBetweenBases(SB), NOSPLIT, $0-24
	MOVQ base+0(FP), DX
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	RDFSBASEQ R8
	WRFSBASEQ DX
	WRGSBASEQ DX
	SYSCALL
	RDFSBASEQ R9
	RDGSBASEQ R10
	WRFSBASEQ R8
	XORL DX, DX
	WRGSBASEQ DX
	MOVQ R9, fs+8(FP)
	MOVQ R10, gs+16(FP)
	RET

// func callBetweenSelectors(selector uint64) (got uint64)
TEXT ·callBetweenSelectors(SB), NOSPLIT, $0-16
	MOVQ selector+0(FP), DX
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	RDFSBASEQ R8
	MOVW DX, DS
	MOVW DX, ES
	MOVW DX, FS
	MOVW DX, GS
	SYSCALL
	XORL R9, R9
	MOVW GS, R9
	SHLQ $16, R9
	MOVW FS, DX
	MOVWQZX DX, DX
	ORQ DX, R9
	SHLQ $16, R9
	MOVW ES, DX
	MOVWQZX DX, DX
	ORQ DX, R9
	SHLQ $16, R9
	MOVW DS, DX
	MOVWQZX DX, DX
	ORQ DX, R9
	XORL DX, DX
	MOVW DX, DS
	MOVW DX, ES
	MOVW DX, FS
	MOVW DX, GS
	WRFSBASEQ R8
	MOVQ R9, got+8(FP)
	RET

// func popFlags(flags uint64) (after uint64)
TEXT ·popFlags(SB), NOSPLIT, $8-16
	MOVQ flags+0(FP), AX
	PUSHFQ
	ORQ AX, 0(SP)
	BTRQ $9, 0(SP)
	POPFQ
	PUSHFQ
	POPQ AX
	MOVQ AX, after+8(FP)
	RET

// func trap()
TEXT ·trap(SB), NOSPLIT, $8
	PUSHFQ
	ORQ $const_flagTrap, 0(SP)
	POPFQ
	RET

// func jump(address uint64)
TEXT ·jump(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ address+0(FP), AX
	JMP AX

// func push(pointer uint64)
TEXT ·push(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ pointer+0(FP), SP
	PUSHQ AX
	UNDEF

// func loadData(selector uint64)
TEXT ·loadData(SB), NOSPLIT, $0-8
	MOVQ selector+0(FP), AX
	MOVW AX, DS
	RET

// func loadStack(selector uint64)
TEXT ·loadStack(SB), NOSPLIT, $0-8
	MOVQ selector+0(FP), AX
	MOVW AX, SS
	RET

// func farReturn(selector uint64)
TEXT ·farReturn(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ selector+0(FP), AX
	LEAQ ·slots(SB), CX
	SUBQ $16, SP
	MOVQ CX, 0(SP)
	MOVQ AX, 8(SP)
	BYTE $0x48; BYTE $0xcb // LRETQ
	UNDEF

// func interruptReturn(code, stack, flags, address uint64) (after uint64)
TEXT ·interruptReturn(SB), NOSPLIT|NOFRAME, $0-40
	MOVQ code+0(FP), AX
	MOVQ stack+8(FP), BX
	MOVQ flags+16(FP), CX
	MOVQ address+24(FP), DX
	TESTQ DX, DX
	JNE elsewhere
	LEAQ ·returned(SB), DX
elsewhere:
	MOVQ SP, SI
	SUBQ $40, SP
	MOVQ DX, 0(SP)
	MOVQ AX, 8(SP)
	MOVQ CX, 16(SP)
	MOVQ SI, 24(SP)
	MOVQ BX, 32(SP)
	IRETQ

// func returned()
TEXT ·returned(SB), NOSPLIT|NOFRAME, $0
	PUSHFQ
	POPQ AX
	MOVQ AX, 40(SP) // after: behind the return address and four arguments
	RET

// func nestedReturn()
TEXT ·nestedReturn(SB), NOSPLIT, $8
	PUSHFQ
	ORQ $const_flagNested, 0(SP)
	POPFQ
	IRETQ

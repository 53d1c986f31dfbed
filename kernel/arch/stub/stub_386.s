#include "textflag.h"

// Temporary page tables: one page of slack for alignment, then PML4, low PDPT, high PDPT, four page directories of 2 MiB pages.
GLOBL ·tables(SB), NOPTR, $(8*4096)
GLOBL ·stack(SB), NOPTR, $256

DATA ·gdt+8(SB)/8, $0x00af9a000000ffff // 8: 64-bit code
DATA ·gdt+16(SB)/8, $0x00cf92000000ffff // 16: data
GLOBL ·gdt(SB), NOPTR, $24
DATA ·gdtr+0(SB)/2, $23
DATA ·gdtr+2(SB)/4, $·gdt(SB)
GLOBL ·gdtr(SB), NOPTR, $8

DATA ·noLongMode+0(SB)/8, $"kernel: "
DATA ·noLongMode+8(SB)/8, $"halt: th"
DATA ·noLongMode+16(SB)/8, $"e proces"
DATA ·noLongMode+24(SB)/8, $"sor has "
DATA ·noLongMode+32(SB)/8, $"no 64-bi"
DATA ·noLongMode+40(SB)/8, $"t mode\n\x00"
GLOBL ·noLongMode(SB), NOPTR, $48

DATA ·noExecuteDisable+0(SB)/8, $"kernel: "
DATA ·noExecuteDisable+8(SB)/8, $"halt: th"
DATA ·noExecuteDisable+16(SB)/8, $"e proces"
DATA ·noExecuteDisable+24(SB)/8, $"sor has "
DATA ·noExecuteDisable+32(SB)/8, $"no NX   "
DATA ·noExecuteDisable+40(SB)/8, $"       \n"
GLOBL ·noExecuteDisable(SB), NOPTR, $48

DATA ·noSSE2+0(SB)/8, $"kernel: "
DATA ·noSSE2+8(SB)/8, $"halt: th"
DATA ·noSSE2+16(SB)/8, $"e proces"
DATA ·noSSE2+24(SB)/8, $"sor has "
DATA ·noSSE2+32(SB)/8, $"no FXSR "
DATA ·noSSE2+40(SB)/8, $"or SSE2\n"
GLOBL ·noSSE2(SB), NOPTR, $48

// func entryMultiboot()
TEXT ·entryMultiboot(SB), NOSPLIT|NOFRAME, $0
	CLI
	MOVL $2, BP
	CMPL AX, $0x36d76289
	JEQ  known
	JMP  ·entryPVH(SB)
known:
	JMP ·begin(SB)

// func entryPVH()
TEXT ·entryPVH(SB), NOSPLIT|NOFRAME, $0
	CLI
	MOVL $1, BP
	JMP  ·begin(SB)

// func begin()
TEXT ·begin(SB), NOSPLIT|NOFRAME, $0
	CLD
	LEAL ·stack+256(SB), SP

	// CPUID destroys EBX, which holds the boot information: keep that in EDI.
	MOVL BX, DI
	MOVL $0x80000000, AX
	CPUID
	LEAL ·noLongMode(SB), SI
	CMPL AX, $0x80000001
	JCS  missing
	MOVL $0x80000001, AX
	CPUID
	TESTL $(1<<29), DX
	JEQ  missing
	LEAL ·noExecuteDisable(SB), SI
	TESTL $(1<<20), DX
	JEQ  missing
	MOVL $1, AX
	CPUID
	LEAL ·noSSE2(SB), SI
	ANDL $(1<<24 | 1<<26), DX
	CMPL DX, $(1<<24 | 1<<26)
	JNE  missing
	MOVL DI, BX

	// DX = PML4, DI = low PDPT, SI = first page directory.
	LEAL ·tables+4095(SB), DX
	ANDL $~4095, DX
	LEAL 4096(DX), DI
	LEAL 12288(DX), SI
	LEAL 3(DI), AX
	MOVL AX, 0(DX)
	LEAL 4096+3(DI), AX
	MOVL AX, (511*8)(DX)
	LEAL 3(SI), AX
	MOVL AX, (4096+510*8)(DI)
	MOVL AX, 0(DI)
	ADDL $4096, AX
	MOVL AX, 8(DI)
	ADDL $4096, AX
	MOVL AX, 16(DI)
	ADDL $4096, AX
	MOVL AX, 24(DI)
	MOVL $0x83, AX // present, writable, 2 MiB
	MOVL $2048, CX
page:
	MOVL AX, 0(SI)
	ADDL $8, SI
	ADDL $0x200000, AX
	DECL CX
	JNE  page

	MOVL DX, AX
	MOVL AX, CR3
	MOVL CR4, AX
	ORL  $0x20, AX // PAE
	MOVL AX, CR4
	MOVL $0xc0000080, CX // EFER
	RDMSR
	ORL  $0x900, AX // LME, NXE
	WRMSR
	MOVL ·kernelEntry(SB), CX
	MOVL CR0, AX
	ANDL $~0xe000000c, AX // PG, CD, NW, TS and EM off
	ORL  $0x80000023, AX // PG, NE, MP and PE on
	MOVL AX, CR0
	LGDT ·gdtr(SB)
	LEAL ·long(SB), AX
	PUSHL $8
	PUSHL AX
	BYTE $0xcb // far return

missing:
	MOVL $48, CX
	JMP  ·refuse(SB)

// func long()
TEXT ·long(SB), NOSPLIT|NOFRAME, $0
	MOVL $16, AX
	MOVW AX, DS
	MOVW AX, ES
	MOVW AX, SS
	XORL AX, AX
	MOVW AX, FS
	MOVW AX, GS
	MOVL BX, DI
	MOVL BP, SI
	BYTE $0x48; BYTE $0x63; BYTE $0xc1 // MOVLQSX CX, AX in 64-bit mode
	BYTE $0xff; BYTE $0xe0 // JMP AX

// func refuse()
TEXT ·refuse(SB), NOSPLIT|NOFRAME, $0
character:
	MOVL $0x10000, DI
wait:
	MOVL $0x3fd, DX
	INB
	TESTB $0x20, AX
	JNE  send
	DECL DI
	JNE  wait
send:
	MOVB 0(SI), AX
	MOVL $0x3f8, DX
	OUTB
	INCL SI
	DECL CX
	JNE  character
	MOVL $0xf4, DX // abi.HaltPort
	MOVL $0x26, AX // abi.HaltProcessor
	OUTL
stop:
	CLI
	HLT
	JMP stop

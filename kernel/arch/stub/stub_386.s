#include "go_asm.h"
#include "textflag.h"

// Temporary page tables: one page of slack for alignment, then PML4, low PDPT, high PDPT, four page directories of 2 MiB pages.
GLOBL ·tables(SB), NOPTR, $(8*const_pageSize)
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
GLOBL ·noLongMode(SB), NOPTR, $56

DATA ·noExecuteDisable+0(SB)/8, $"kernel: "
DATA ·noExecuteDisable+8(SB)/8, $"halt: th"
DATA ·noExecuteDisable+16(SB)/8, $"e proces"
DATA ·noExecuteDisable+24(SB)/8, $"sor has "
DATA ·noExecuteDisable+32(SB)/8, $"no NX\n\x00\x00"
GLOBL ·noExecuteDisable(SB), NOPTR, $56

DATA ·noSSE2+0(SB)/8, $"kernel: "
DATA ·noSSE2+8(SB)/8, $"halt: th"
DATA ·noSSE2+16(SB)/8, $"e proces"
DATA ·noSSE2+24(SB)/8, $"sor has "
DATA ·noSSE2+32(SB)/8, $"no FXSR "
DATA ·noSSE2+40(SB)/8, $"or SSE2\n"
GLOBL ·noSSE2(SB), NOPTR, $56

// func entryMultiboot()
TEXT ·entryMultiboot(SB), NOSPLIT|NOFRAME, $0
	CLI
	MOVL $2, BP
	CMPL AX, $0x36d76289 // what a multiboot2 loader says
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
	MOVL $const_cpuidExtended, AX
	CPUID
	LEAL ·noLongMode(SB), SI
	CMPL AX, $(const_cpuidExtended+1)
	JCS  missing
	MOVL $(const_cpuidExtended+1), AX
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
	LEAL ·tables+(const_pageSize-1)(SB), DX
	ANDL $~(const_pageSize-1), DX
	LEAL const_pageSize(DX), DI
	LEAL (3*const_pageSize)(DX), SI
	LEAL const_writable(DI), AX
	MOVL AX, 0(DX)
	LEAL (const_pageSize+const_writable)(DI), AX
	MOVL AX, (511*const_entrySize)(DX)
	LEAL const_writable(SI), AX
	MOVL AX, (const_pageSize+510*const_entrySize)(DI)
	MOVL AX, 0(DI)
	ADDL $const_pageSize, AX
	MOVL AX, (1*const_entrySize)(DI)
	ADDL $const_pageSize, AX
	MOVL AX, (2*const_entrySize)(DI)
	ADDL $const_pageSize, AX
	MOVL AX, (3*const_entrySize)(DI)
	MOVL $(const_writable+const_large), AX
	MOVL $2048, CX // 2 MiB each: 4 GiB
page:
	MOVL AX, 0(SI)
	ADDL $const_entrySize, SI
	ADDL $const_largePage, AX
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
	JMP ·refuse(SB)

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
	CMPB 0(SI), $0
	JEQ  done
	MOVL $0x10000, DI // tries, then the character is sent anyway
wait:
	MOVL $const_serialLine, DX
	INB
	TESTB $0x20, AX // transmitter empty
	JNE  send
	DECL DI
	JNE  wait
send:
	MOVB 0(SI), AX
	MOVL $const_serialData, DX
	OUTB
	INCL SI
	JMP  character
done:
	MOVL $const_haltPort, DX
	MOVL $const_haltProcessor, AX
	OUTL
stop:
	CLI
	HLT
	JMP stop

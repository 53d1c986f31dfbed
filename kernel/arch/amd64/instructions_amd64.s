#include "go_asm.h"
#include "textflag.h"

// func outb(port uint16, value uint8)
TEXT ·outb(SB), NOSPLIT, $0-3
	MOVW port+0(FP), DX
	MOVB value+2(FP), AX
	OUTB
	RET

// func outl(port uint16, value uint32)
TEXT ·outl(SB), NOSPLIT, $0-8
	MOVW port+0(FP), DX
	MOVL value+4(FP), AX
	OUTL
	RET

// func inb(port uint16) (value uint8)
TEXT ·inb(SB), NOSPLIT, $0-9
	MOVW port+0(FP), DX
	INB
	MOVB AX, value+8(FP)
	RET

// func rdmsr(register uint32) (value uint64)
TEXT ·rdmsr(SB), NOSPLIT, $0-16
	MOVL register+0(FP), CX
	RDMSR
	SHLQ $32, DX
	ORQ  DX, AX
	MOVQ AX, value+8(FP)
	RET

// func wrmsr(register uint32, value uint64)
TEXT ·wrmsr(SB), NOSPLIT, $0-16
	MOVL register+0(FP), CX
	MOVQ value+8(FP), AX
	MOVQ AX, DX
	SHRQ $32, DX
	WRMSR
	RET

// func cpuid(leaf, subleaf uint32) (eax, ebx, ecx, edx uint32)
TEXT ·cpuid(SB), NOSPLIT, $0-24
	MOVL leaf+0(FP), AX
	MOVL subleaf+4(FP), CX
	CPUID
	MOVL AX, eax+8(FP)
	MOVL BX, ebx+12(FP)
	MOVL CX, ecx+16(FP)
	MOVL DX, edx+20(FP)
	RET

// func rdtsc() (ticks uint64)
TEXT ·rdtsc(SB), NOSPLIT, $0-8
	RDTSC
	SHLQ $32, DX
	ORQ  DX, AX
	MOVQ AX, ticks+0(FP)
	RET

// func Now() (nanos uint64)
TEXT ·Now(SB), NOSPLIT, $0-8
	RDTSC
	SHLQ $32, DX
	ORQ  DX, AX
	SUBQ ·clockStart(SB), AX
	MULQ ·clockFactor(SB)
	SHRQ $32, DX, AX
	MOVQ AX, nanos+0(FP)
	RET

// func scale(ticks, factor uint64) (result uint64)
TEXT ·scale(SB), NOSPLIT, $0-24
	MOVQ ticks+0(FP), AX
	MULQ factor+8(FP)
	SHRQ $32, DX, AX
	MOVQ AX, result+16(FP)
	RET

// func setCR3(root uint64)
TEXT ·setCR3(SB), NOSPLIT, $0-8
	MOVQ root+0(FP), AX
	MOVQ AX, CR3
	RET

// func setCR4(value uint64)
TEXT ·setCR4(SB), NOSPLIT, $0-8
	MOVQ value+0(FP), AX
	MOVQ AX, CR4
	RET

// func loadSegments(table, limit uint64)
TEXT ·loadSegments(SB), NOSPLIT, $16-16
	MOVQ table+0(FP), AX
	MOVQ limit+8(FP), CX
	MOVW CX, 6(SP)
	MOVQ AX, 8(SP)
	LGDT 6(SP)
	XORL AX, AX
	MOVW AX, DS
	MOVW AX, ES
	// A null local table: after a reset it has a base of 0 and 64 KiB, and a process's selector would make the processor read there.
	BYTE $0x0f; BYTE $0x00; BYTE $0xd0 // LLDT AX
	MOVW $const_selectorKernelData, AX
	MOVW AX, SS
	// The code segment has the selector that the stub's table gave it; SYSCALL and every interrupt load it anew.
	MOVW $const_selectorTask, AX
	LTR  AX
	RET

// func loadInterrupts(table, limit uint64)
TEXT ·loadInterrupts(SB), NOSPLIT, $16-16
	MOVQ table+0(FP), AX
	MOVQ limit+8(FP), CX
	MOVW CX, 6(SP)
	MOVQ AX, 8(SP)
	LIDT 6(SP)
	RET

// func load32(address uint64) (value uint32)
TEXT ·load32(SB), NOSPLIT, $0-12
	MOVQ address+0(FP), AX
	MOVL (AX), AX
	MOVL AX, value+8(FP)
	RET

// func store32(address uint64, value uint32)
TEXT ·store32(SB), NOSPLIT, $0-12
	MOVQ address+0(FP), AX
	MOVL value+8(FP), CX
	MOVL CX, (AX)
	RET

// func sleep()
TEXT ·sleep(SB), NOSPLIT, $0-0
	MOVQ $1, ·idling(SB)
	STI
	HLT
	CLI
	MOVQ $0, ·idling(SB)
	RET

// func vectorsAddress() (address uint64)
TEXT ·vectorsAddress(SB), NOSPLIT, $0-8
	LEAQ ·vectors(SB), AX
	MOVQ AX, address+0(FP)
	RET

// func spuriousAddress() (address uint64)
TEXT ·spuriousAddress(SB), NOSPLIT, $0-8
	LEAQ ·spurious(SB), AX
	MOVQ AX, address+0(FP)
	RET

// func syscallAddress() (address uint64)
TEXT ·syscallAddress(SB), NOSPLIT, $0-8
	LEAQ ·syscall(SB), AX
	MOVQ AX, address+0(FP)
	RET

#include "go_asm.h"
#include "textflag.h"

GLOBL loaded<>(SB), NOPTR, $registers__size
GLOBL stored<>(SB), NOPTR, $registers__size
GLOBL kept<>(SB), NOPTR, $registers__size
GLOBL counter<>(SB), NOPTR, $8

// LOAD fills the registers. It needs nothing but the instruction pointer.
#define LOAD \
	FXRSTOR64 loaded<>+registers_Float(SB) \
	MOVQ loaded<>+registers_RAX(SB), AX \
	MOVQ loaded<>+registers_RBX(SB), BX \
	MOVQ loaded<>+registers_RCX(SB), CX \
	MOVQ loaded<>+registers_RDX(SB), DX \
	MOVQ loaded<>+registers_RSI(SB), SI \
	MOVQ loaded<>+registers_RDI(SB), DI \
	MOVQ loaded<>+registers_RBP(SB), BP \
	MOVQ loaded<>+registers_R8(SB), R8 \
	MOVQ loaded<>+registers_R9(SB), R9 \
	MOVQ loaded<>+registers_R10(SB), R10 \
	MOVQ loaded<>+registers_R11(SB), R11 \
	MOVQ loaded<>+registers_R12(SB), R12 \
	MOVQ loaded<>+registers_R13(SB), R13 \
	MOVQ loaded<>+registers_R14(SB), R14 \
	MOVQ loaded<>+registers_R15(SB), R15

// STORE records the registers and changes none.
#define STORE \
	MOVQ AX, stored<>+registers_RAX(SB) \
	MOVQ BX, stored<>+registers_RBX(SB) \
	MOVQ CX, stored<>+registers_RCX(SB) \
	MOVQ DX, stored<>+registers_RDX(SB) \
	MOVQ SI, stored<>+registers_RSI(SB) \
	MOVQ DI, stored<>+registers_RDI(SB) \
	MOVQ BP, stored<>+registers_RBP(SB) \
	MOVQ R8, stored<>+registers_R8(SB) \
	MOVQ R9, stored<>+registers_R9(SB) \
	MOVQ R10, stored<>+registers_R10(SB) \
	MOVQ R11, stored<>+registers_R11(SB) \
	MOVQ R12, stored<>+registers_R12(SB) \
	MOVQ R13, stored<>+registers_R13(SB) \
	MOVQ R14, stored<>+registers_R14(SB) \
	MOVQ R15, stored<>+registers_R15(SB) \
	FXSAVE64 stored<>+registers_Float(SB)

// func Hold(spins uint64)
// The frame makes the assembler keep BP.
TEXT ·Hold(SB), NOSPLIT, $8-8
	MOVQ spins+0(FP), AX
	MOVQ AX, counter<>(SB)
	FXSAVE64 kept<>+registers_Float(SB)
	LOAD
spin:
	DECQ counter<>(SB)
	JNZ spin
	STORE
	FXRSTOR64 kept<>+registers_Float(SB)
	RET

// func HoldAcrossCall()
TEXT ·HoldAcrossCall(SB), NOSPLIT, $8-0
	FXSAVE64 kept<>+registers_Float(SB)
	LOAD
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	SYSCALL
	STORE
	FXRSTOR64 kept<>+registers_Float(SB)
	RET

// func Flood(spins uint64)
TEXT ·Flood(SB), NOSPLIT, $8-8
	MOVQ spins+0(FP), AX
	MOVQ AX, counter<>(SB)
	LOAD
spin:
	DECQ counter<>(SB)
	JNZ spin
	XORL DI, DI
	MOVL $const_sysExit, AX
	SYSCALL
	UNDEF

// func Flags() uint64
TEXT ·Flags(SB), NOSPLIT, $8-8
	XORL DI, DI
	XORL SI, SI
	MOVL $const_sysCapEnter, AX
	PUSHFQ
	ORQ $const_flagsSet, 0(SP)
	POPFQ
	SYSCALL
	PUSHFQ
	MOVQ 0(SP), AX
	ANDQ $~const_flagsSet, 0(SP)
	POPFQ
	MOVQ AX, ret+0(FP)
	RET

// func Ticks() uint64
TEXT ·Ticks(SB), NOSPLIT, $0-8
	RDTSC
	SHLQ $32, DX
	ORQ DX, AX
	MOVQ AX, ret+0(FP)
	RET

// func loadedAddress() *rt.Registers
TEXT ·loadedAddress(SB), NOSPLIT, $0-8
	LEAQ loaded<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func storedAddress() *rt.Registers
TEXT ·storedAddress(SB), NOSPLIT, $0-8
	LEAQ stored<>(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func GSBase() uint64
TEXT ·GSBase(SB), NOSPLIT, $0-8
	RDGSBASEQ AX
	MOVQ AX, ret+0(FP)
	RET

// func SetGSBase(base uint64)
TEXT ·SetGSBase(SB), NOSPLIT, $0-8
	MOVQ base+0(FP), AX
	WRGSBASEQ AX
	RET

// func FillSelectors()
TEXT ·FillSelectors(SB), NOSPLIT, $0
	MOVW SS, AX
	MOVW AX, DS
	MOVW AX, ES
	RET

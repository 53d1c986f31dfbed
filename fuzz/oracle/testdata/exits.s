# A program of Linux for the test of the ELF parser: it checks its data and ends with code 42.
.globl _start
_start:
	mov	$60, %eax
	mov	value(%rip), %edi
	syscall
.data
value:
	.long	42
.bss
	.skip	10000

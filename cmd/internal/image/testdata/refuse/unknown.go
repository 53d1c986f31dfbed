//want: kernel/boot/main\.go:10: function main\.main needs runtime\.complex128div \(no rule knows this function\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

var first, second complex128

func main() {
	first = first / second
	amd64.Idle(uint64(real(first)))
}

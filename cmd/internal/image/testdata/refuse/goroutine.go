//want: kernel/boot/main\.go:8: function main\.main needs runtime\.newproc \(goroutines need the scheduler\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

func main() {
	go amd64.Idle(0)
}

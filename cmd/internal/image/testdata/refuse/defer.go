//want: kernel/boot/main\.go:10: function main\.main needs runtime\.deferreturn \(defer needs the runtime.s panic handling\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

func main() {
	defer amd64.Console(nil)
	amd64.Idle(amd64.Now())
}

//want: kernel/boot/main\.go:10: function main\.main needs runtime\.efaceeq \(comparing interfaces calls through type descriptors\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

var first, second any

func main() {
	if first == second {
		amd64.Console(nil)
	}
}

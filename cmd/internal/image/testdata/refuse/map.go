//want: kernel/boot/main\.go:10: function main\.main needs runtime\.mapassign\w* \(maps allocate\); ring 0 has no Go runtime

package main

import "warrant/kernel/abi"

var numbers map[abi.HaltStatus]int

func main() {
	numbers[abi.HaltClean] = 1
}

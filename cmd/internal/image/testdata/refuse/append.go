//want: kernel/boot/main\.go:10: function main\.main needs runtime\.growslice \(append allocates\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

var log []uint64

func main() {
	log = append(log, amd64.Now())
}

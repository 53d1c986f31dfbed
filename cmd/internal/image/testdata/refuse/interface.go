//want: kernel/boot/main\.go:10: function main\.main needs runtime\.convT64 \(a conversion to an interface allocates\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

var kept any

func main() {
	kept = amd64.Now()
}

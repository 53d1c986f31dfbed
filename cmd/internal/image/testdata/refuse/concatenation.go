//want: kernel/boot/main\.go:11: function main\.greet needs runtime\.concatstring3 \(string concatenation allocates\); ring 0 has no Go runtime

package main

import "warrant/kernel/arch/amd64"

func main() { amd64.Console([]byte(greet(string(amd64.ProtocolPVH + 64)))) }

//go:noinline
func greet(name string) (s string) {
	return "hello " + name + "\n"
}

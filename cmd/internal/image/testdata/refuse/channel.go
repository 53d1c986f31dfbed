//want: kernel/boot/main\.go:8: function main\.main needs runtime\.chansend1 \(channels need the scheduler\); ring 0 has no Go runtime

package main

var events chan int

func main() {
	events <- 1
}

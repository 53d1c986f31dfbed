//want: kernel/boot/main\.go:9: package main has a function init; ring 0 runs no initialisers

package main

import "warrant/kernel/arch/amd64"

var started uint64

func init() { started = amd64.Now() }

func main() { amd64.Console(amd64.RAM(started)) }

// Idle is a process that waits for a completion that never comes, for measuring what others cost while it lives.
package main

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
)

func main() { rt.SystemCall(abi.SysCapEnter, 1, abi.TimeoutForever) }

//want: \w+/.*\.go:\d+: function .* needs .* \(.*\); ring 0 has no Go runtime

package main

import (
	"fmt"

	"warrant/kernel/arch/amd64"
)

func main() {
	fmt.Println(amd64.Now())
}

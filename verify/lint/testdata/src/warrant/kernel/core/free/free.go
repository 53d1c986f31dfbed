// Package free is not a proved package.
package free

func free(x int) int { return x << 1 }

// Package wire2 has a type to embed.
package wire2

// Part is a part of something.
type Part struct{}

// Package authority draws who holds which capability: as it follows from a manifest, or as the monitor has seen it in a running system. The
// same input gives the same picture, byte for byte.
//
// It may not judge: what the picture shows is what the input says.
package authority

// Package assembly may hold no assembly.
package assembly

// Package layers imports nothing.
package layers

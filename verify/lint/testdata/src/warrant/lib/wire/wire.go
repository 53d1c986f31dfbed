// Package wire is imported by the others.
package wire

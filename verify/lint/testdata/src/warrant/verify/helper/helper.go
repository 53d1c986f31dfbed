// Package helper is a host package.
package helper

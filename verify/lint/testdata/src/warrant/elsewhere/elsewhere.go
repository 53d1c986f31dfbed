// Package elsewhere is outside the layout.
package elsewhere // want `package in elsewhere, which is in no layer of the lint configuration`

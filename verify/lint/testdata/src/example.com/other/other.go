// Package other stands for another module.
package other

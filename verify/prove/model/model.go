// Package model holds Go bodies for functions of the standard library that are written in assembly or by the compiler, for
// use by the bounded model checker, which executes Go only. Each behaves as the function whose name it bears.
//
// Nothing may call these functions; they are found by name.
package model

// IndexByte stands for internal/bytealg.IndexByte.
func IndexByte(b []byte, c byte) int {
	for i := 0; i < len(b); i++ {
		if b[i] == c {
			return i
		}
	}
	return -1
}

// IndexByteString stands for internal/bytealg.IndexByteString.
func IndexByteString(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// Count stands for internal/bytealg.Count.
func Count(b []byte, c byte) int {
	n := 0
	for i := 0; i < len(b); i++ {
		if b[i] == c {
			n++
		}
	}
	return n
}

// CountString stands for internal/bytealg.CountString.
func CountString(s string, c byte) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			n++
		}
	}
	return n
}

// Compare stands for internal/bytealg.Compare.
func Compare(a, b []byte) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			if a[i] < b[i] {
				return -1
			}
			return 1
		}
	}
	switch {
	case len(a) < len(b):
		return -1
	case len(a) > len(b):
		return 1
	}
	return 0
}

// CompareString stands for internal/bytealg.CompareString.
func CompareString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Equal stands for internal/bytealg.Equal and bytes.Equal.
func Equal(a, b []byte) bool { return string(a) == string(b) }

// Index stands for internal/bytealg.Index.
func Index(a, b []byte) int {
	for i := 0; i+len(b) <= len(a); i++ {
		if string(a[i:i+len(b)]) == string(b) {
			return i
		}
	}
	return -1
}

// IndexString stands for internal/bytealg.IndexString.
func IndexString(a, b string) int {
	for i := 0; i+len(b) <= len(a); i++ {
		if a[i:i+len(b)] == b {
			return i
		}
	}
	return -1
}

// MakeNoZero stands for internal/bytealg.MakeNoZero; the bytes that the true one leaves unset are zero here.
func MakeNoZero(n int) []byte { return make([]byte, n) }

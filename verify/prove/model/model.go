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

// RuntimeError stands for the types of the runtime's own errors.
type RuntimeError string

// Error returns the text of the error.
func (e RuntimeError) Error() string { return string(e) }

// RuntimeError marks the type as runtime.Error does.
func (e RuntimeError) RuntimeError() {}

// formatted is an error whose text the model checker does not compute.
type formatted struct {
	wrapped error
}

// Error is unsupported: the text of a formatted error is not modelled.
func (f *formatted) Error() string { return UnsupportedText("the text of a formatted error") }

// Unwrap returns the error that was an argument of Errorf.
func (f *formatted) Unwrap() error { return f.wrapped }

// FmtErrorf stands for fmt.Errorf. The error it returns wraps the first argument that is an error when the format has %w.
func FmtErrorf(format string, arguments ...any) error {
	wraps := false
	for i := 0; i+1 < len(format); i++ {
		if format[i] == '%' && format[i+1] == 'w' {
			wraps = true
		}
	}
	f := &formatted{}
	for _, argument := range arguments {
		if err, ok := argument.(error); ok && wraps && f.wrapped == nil {
			f.wrapped = err
		}
	}
	return f
}

// UnsupportedText is unsupported; the argument says what was wanted.
func UnsupportedText(what string) string { return what }

// FmtSprintf stands for fmt.Sprintf: a text that nothing may look at. Passing it on, to panic for instance, is fine.
func FmtSprintf(format string, arguments ...any) string { return OpaqueText() }

// FmtSprint stands for fmt.Sprint, as FmtSprintf.
func FmtSprint(arguments ...any) string { return OpaqueText() }

// FmtSprintln stands for fmt.Sprintln, as FmtSprintf.
func FmtSprintln(arguments ...any) string { return OpaqueText() }

// OpaqueText is given a meaning by the model checker: a string that it does not compute.
func OpaqueText() string { return "" }

// Comparable is given a meaning by the model checker: whether the dynamic type of v can be compared.
func Comparable(v any) bool { return v == v }

// ErrorsIs stands for errors.Is, which asks reflection whether target can be compared.
func ErrorsIs(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	return isError(err, target, Comparable(target))
}

func isError(err, target error, comparable bool) bool {
	for {
		if comparable && Comparable(err) && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
			if err == nil {
				return false
			}
		case interface{ Unwrap() []error }:
			for _, inner := range x.Unwrap() {
				if inner != nil && isError(inner, target, comparable) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
}

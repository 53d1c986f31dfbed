package checked

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
)

// value is a Go or ghost value: *big.Int, bool, string, []value (arrays, slices and sequences) or *record.
type value any

// record is a struct; a pointer to a struct is the same record, so that fields of both read alike.
type record struct {
	typ    string
	path   string // of the package that declares it; empty for a literal's own package
	names  []string
	fields map[string]value
}

// of copies a Go value deeply.
func of(v reflect.Value) value {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return big.NewInt(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return new(big.Int).SetUint64(v.Uint())
	case reflect.String:
		return v.String()
	case reflect.Array, reflect.Slice:
		list := make([]value, v.Len())
		for i := range list {
			list[i] = of(v.Index(i))
		}
		return list
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return of(v.Elem())
	case reflect.Struct:
		r := &record{typ: v.Type().Name(), path: v.Type().PkgPath(), fields: map[string]value{}}
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			r.names = append(r.names, name)
			r.fields[name] = of(v.Field(i))
		}
		return r
	}
	panic(unsupported("value of type " + v.Type().String()))
}

// unsupported is a construct that run-time checks do not cover.
type unsupported string

func (u unsupported) Error() string { return "run-time checks do not cover " + string(u) }

// equal compares by parts.
func equal(a, b value) bool {
	switch a := a.(type) {
	case *big.Int:
		n, ok := b.(*big.Int)
		return ok && a.Cmp(n) == 0
	case []value:
		l, ok := b.([]value)
		if !ok || len(a) != len(l) {
			return false
		}
		for i := range a {
			if !equal(a[i], l[i]) {
				return false
			}
		}
		return true
	case *record:
		r, ok := b.(*record)
		if !ok {
			return false
		}
		for _, n := range a.names {
			if !equal(a.fields[n], r.fields[n]) {
				return false
			}
		}
		return true
	}
	return a == b
}

// show spells a value for a report.
func show(v value) string {
	switch v := v.(type) {
	case []value:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = show(e)
		}
		return "[" + strings.Join(parts, " ") + "]"
	case *record:
		parts := make([]string, len(v.names))
		for i, n := range v.names {
			parts[i] = n + ":" + show(v.fields[n])
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
	return fmt.Sprint(v)
}

package prove

import (
	"fmt"
	"reflect"
)

// drawLength draws a length from 0 to limit: two bytes, or eight when limit needs more, modulo limit+1.
func drawLength(limit int) int {
	if limit < 0 {
		panic(fmt.Sprintf("prove: negative maximum length %d", limit))
	}
	run := currentRun()
	if limit < 1<<16 {
		return int(run.word(2) % uint64(limit+1))
	}
	return int(run.word(8) % (uint64(limit) + 1))
}

// drawInto fills target, which is addressable, leaf by leaf in memory order.
func drawInto(target reflect.Value) {
	run := currentRun()
	switch target.Kind() {
	case reflect.Bool:
		settable(target).SetBool(run.word(1)%2 == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		settable(target).SetInt(int64(run.word(int(target.Type().Size()))))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		settable(target).SetUint(run.word(int(target.Type().Size())))
	case reflect.Array:
		for i := range target.Len() {
			drawInto(target.Index(i))
		}
	case reflect.Struct:
		for i := range target.NumField() {
			drawInto(target.Field(i))
		}
	default:
		panic(fmt.Sprintf("prove.Any: type %s has no finite set of plain values", target.Type()))
	}
}

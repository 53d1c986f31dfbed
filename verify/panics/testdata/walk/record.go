// Package walk reads records: the example of docs/panics.md.
package walk

import "encoding/binary"

// Name returns the name of a record: a length of two bytes, then as many bytes.
func Name(record []byte) []byte {
	if len(record) < 2 {
		return nil
	}
	n := int(binary.BigEndian.Uint16(record))
	if n > len(record) {
		return nil
	}
	return record[2 : 2+n]
}

// Average returns the average of the numbers.
func Average(numbers []int) (average int) {
	for i := range numbers {
		average += numbers[i]
	}
	return average / len(numbers)
}

package wire

import (
	"bytes"
	"testing"
)

// drafted builds a message with every kind of field and returns its length.
func drafted(d *Draft, b []byte) (n int, e Err) {
	d.Start(b, 2, 5)
	d.PutUint64(b, 0, 0x1122334455667788)
	d.PutUint8(b, 8, 0x99)
	d.PutUint16(b, 10, 0xaabb)
	d.PutUint32(b, 12, 0xccddeeff)
	d.PutBool(b, 73, true)
	d.String(b, 0, "hello")
	d.Data(b, 1, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	d.Text(b, 2, []byte("seven b"))
	d.Data(b, 3, nil)
	d.Struct(b, 4, 1, 1)
	d.PutUint64(b, 0, 7)
	d.Struct(b, 0, 0, 1)
	d.String(b, 0, "")
	return d.Finish(b)
}

// built does the same with a Builder.
func built(b *Builder, buffer []byte) (n int, e Err) {
	b.Start(buffer)
	root := b.Root(2, 5)
	root.SetUint64(0, 0x1122334455667788)
	root.SetUint8(8, 0x99)
	root.SetUint16(10, 0xaabb)
	root.SetUint32(12, 0xccddeeff)
	root.SetBool(73, true)
	root.SetText(0, "hello")
	root.SetData(1, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	root.SetText(2, "seven b")
	root.SetData(3, nil)
	inner := root.NewStruct(4, 1, 1)
	inner.SetUint64(0, 7)
	inner.NewStruct(0, 0, 1).SetText(0, "")
	return b.Finish()
}

// TestDraft compares what a Draft writes with what a Builder does, in buffers that are full of something.
func TestDraft(t *testing.T) {
	first, second := bytes.Repeat([]byte{0xa5}, 512), bytes.Repeat([]byte{0x5a}, 512)
	var d Draft
	n, e := drafted(&d, first)
	var b Builder
	want, e2 := built(&b, second)
	if e != OK || e2 != OK || n != want || !bytes.Equal(first[:n], second[:n]) {
		t.Errorf("%x, %v, want %x, %v", first[:n], e, second[:want], e2)
	}
	if !bytes.Equal(first[n:], bytes.Repeat([]byte{0xa5}, 512-n)) {
		t.Error("the buffer behind the message was written")
	}
}

// TestDraftFull drafts into every buffer that is too short: the error is ErrFull and nothing behind the buffer is written.
func TestDraftFull(t *testing.T) {
	var d Draft
	whole, e := drafted(&d, make([]byte, 512))
	if e != OK {
		t.Fatal(e)
	}
	for n := 0; n <= whole+WordBytes; n++ {
		memory := bytes.Repeat([]byte{0xee}, whole+64)
		got, e := drafted(&d, memory[:n])
		// A structure for which there is no room has no fields, but the first error stays.
		if n < whole && (e != ErrFull || got != 0) || n >= whole && (e != OK || got != whole) {
			t.Errorf("%d bytes: %d, %v", n, got, e)
		}
		if !bytes.Equal(memory[n:], bytes.Repeat([]byte{0xee}, len(memory)-n)) {
			t.Fatalf("%d bytes: the memory behind them was written", n)
		}
	}
}

// TestDraftMisuse asks for fields that are not there.
func TestDraftMisuse(t *testing.T) {
	for _, test := range []struct {
		name  string
		build func(*Draft, []byte) // at a structure of one word of data and one pointer
		want  Err
	}{
		{"nothing", func(*Draft, []byte) {}, OK},
		{"last byte", func(d *Draft, b []byte) { d.PutUint8(b, 7, 1) }, OK},
		{"byte past the end", func(d *Draft, b []byte) { d.PutUint8(b, 8, 1) }, ErrField},
		{"pair across the end", func(d *Draft, b []byte) { d.PutUint16(b, 7, 1) }, ErrField},
		{"four across the end", func(d *Draft, b []byte) { d.PutUint32(b, 5, 1) }, ErrField},
		{"eight across the end", func(d *Draft, b []byte) { d.PutUint64(b, 1, 1) }, ErrField},
		{"last bit", func(d *Draft, b []byte) { d.PutBool(b, 63, true) }, OK},
		{"bit past the end", func(d *Draft, b []byte) { d.PutBool(b, 64, true) }, ErrField},
		{"text past the end", func(d *Draft, b []byte) { d.Text(b, 1, nil) }, ErrField},
		{"constant past the end", func(d *Draft, b []byte) { d.String(b, 1, "") }, ErrField},
		{"data past the end", func(d *Draft, b []byte) { d.Data(b, 1<<32-1, nil) }, ErrField},
		{"structure past the end", func(d *Draft, b []byte) { d.Struct(b, 1, 0, 0) }, ErrField},
		{"structure that does not fit", func(d *Draft, b []byte) { d.Struct(b, 0, 65535, 65535) }, ErrFull},
		{"data that does not fit", func(d *Draft, b []byte) { d.Data(b, 0, make([]byte, 300)) }, ErrFull},
		{"the first error counts", func(d *Draft, b []byte) { d.Struct(b, 1, 0, 0); d.Data(b, 0, nil) }, ErrField},
		{"a structure that could not be allocated has no fields", func(d *Draft, b []byte) { d.Struct(b, 0, 999, 1); d.PutUint8(b, 0, 1) }, ErrFull},
		{"a structure without fields", func(d *Draft, b []byte) { d.Struct(b, 0, 0, 0); d.PutUint8(b, 0, 1) }, ErrField},
	} {
		b := make([]byte, 256)
		var d Draft
		d.Start(b, 1, 1)
		test.build(&d, b)
		if n, e := d.Finish(b); e != test.want || (n == 0) != (e != OK) {
			t.Errorf("%s: %d, %v, want %v", test.name, n, e, test.want)
		}
	}
}

// TestDraftLost allocates a structure that is not to be had: the draft is at one without fields, at no place of the message.
func TestDraftLost(t *testing.T) {
	for _, field := range []uint32{0, 1} {
		b := make([]byte, 64)
		var d Draft
		d.Start(b, 1, 1)
		d.Struct(b, field, 6, 0)
		if d.at != 0 || d.data != 0 || d.pointers != 0 {
			t.Errorf("field %d: the draft is at %d, %d bytes, %d pointers", field, d.at, d.data, d.pointers)
		}
	}
}

package wire

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

// sample builds a message with every kind of object and returns its length.
func sample(b *Builder, buffer []byte) (n int, e Err) {
	b.Start(buffer)
	root := b.Root(2, 8)
	root.SetUint64(0, 0x1122334455667788)
	root.SetUint8(8, 0x99)
	root.SetUint16(10, 0xaabb)
	root.SetUint32(12, 0xccddeeff)
	root.SetBool(73, true)
	root.SetText(0, "hello")
	root.SetData(1, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	root.NewStruct(2, 1, 0).SetUint64(0, 7)
	people := root.NewStructList(3, 3, 1, 1)
	for i := uint32(0); i < 3; i++ {
		people.Struct(i).SetUint32(4, i)
		people.Struct(i).SetTextBytes(0, []byte{'p', byte('0' + i)})
	}
	numbers := root.NewNumberList(4, 5, 2)
	for i := uint32(0); i < 5; i++ {
		numbers.SetUint16(i, uint16(1000+i))
	}
	bits := root.NewBoolList(5, 70)
	bits.SetBool(0, true)
	bits.SetBool(69, true)
	bits.SetBool(68, true)
	bits.SetBool(68, false)
	names := root.NewPointerList(6, 2)
	names.SetText(0, "a")
	names.SetData(1, []byte("bc"))
	root.NewStruct(7, 0, 0)
	return b.Finish()
}

// TestBuild reads back what was built.
func TestBuild(t *testing.T) {
	buffer := bytes.Repeat([]byte{0xff}, 1024)
	var b Builder
	n, e := sample(&b, buffer)
	if e != OK || n%WordBytes != 0 {
		t.Fatal(n, e)
	}
	if !bytes.Equal(buffer[n:], bytes.Repeat([]byte{0xff}, 1024-n)) {
		t.Error("the buffer behind the message was written")
	}
	var m Message
	if e := m.Open(buffer[:n]); e != OK || m.Size() != uint64(n) {
		t.Fatal(e, m.Size())
	}
	root, e := m.Root()
	if e != OK {
		t.Fatal(e)
	}
	if root.Uint64(0) != 0x1122334455667788 || root.Uint8(8) != 0x99 || root.Uint16(10) != 0xaabb || root.Uint32(12) != 0xccddeeff {
		t.Error("numbers differ")
	}
	if !root.Bool(73) || root.Bool(72+2) || root.Bool(79) {
		t.Error("bits of the data section differ")
	}
	if text, e := root.Text(0); e != OK || string(text) != "hello" {
		t.Error(string(text), e)
	}
	if data, e := root.Data(1); e != OK || !bytes.Equal(data, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Error(data, e)
	}
	if s, e := root.Struct(2); e != OK || s.Uint64(0) != 7 {
		t.Error(s, e)
	}
	people, e := root.List(3, 0, 0)
	if e != OK || people.Len() != 3 {
		t.Fatal(people.Len(), e)
	}
	for i := uint32(0); i < 3; i++ {
		name, e := people.Struct(i).Text(0)
		if e != OK || string(name) != "p"+string(rune('0'+i)) || people.Struct(i).Uint32(4) != i {
			t.Error(i, string(name), e)
		}
	}
	numbers, e := root.List(4, 2, 0)
	if e != OK || numbers.Len() != 5 || numbers.Uint16(4) != 1004 {
		t.Error(numbers, e)
	}
	bits, e := root.BoolList(5)
	if e != OK || bits.Len() != 70 || !bits.Bool(0) || bits.Bool(1) || bits.Bool(68) || !bits.Bool(69) {
		t.Error(bits, e)
	}
	names, e := root.List(6, 0, 1)
	if e != OK || names.Len() != 2 {
		t.Fatal(names, e)
	}
	first, e1 := names.Text(0)
	second, e2 := names.Data(1)
	if e1 != OK || e2 != OK || string(first) != "a" || string(second) != "bc" {
		t.Error(string(first), e1, string(second), e2)
	}
	if s, e := root.Struct(7); e != OK || s.place.data != 0 || s.place.pointers != 0 || s.m == nil {
		t.Error(s, e)
	}
}

// TestFull builds into every buffer that is too short: the error is ErrFull and nothing behind the buffer is written.
func TestFull(t *testing.T) {
	var b Builder
	whole, e := sample(&b, make([]byte, 1024))
	if e != OK {
		t.Fatal(e)
	}
	for n := 0; n <= whole+WordBytes; n++ {
		memory := bytes.Repeat([]byte{0xee}, whole+64)
		got, e := sample(&b, memory[:n])
		if n < whole && (e != ErrFull || got != 0) || n >= whole && (e != OK || got != whole) {
			t.Errorf("%d bytes: %d, %v", n, got, e)
		}
		for i := n; i < len(memory); i++ {
			if memory[i] != 0xee {
				t.Fatalf("%d bytes: byte %d was written", n, i)
			}
		}
	}
}

// TestMisuse asks for fields and elements that are not there.
func TestMisuse(t *testing.T) {
	tests := []struct {
		name  string
		build func(StructBuilder) // of one word of data and one pointer
		want  Err
	}{
		{"nothing", func(StructBuilder) {}, OK},
		{"last byte", func(s StructBuilder) { s.SetUint8(7, 1) }, OK},
		{"byte past the end", func(s StructBuilder) { s.SetUint8(8, 1) }, ErrField},
		{"pair across the end", func(s StructBuilder) { s.SetUint16(7, 1) }, ErrField},
		{"four across the end", func(s StructBuilder) { s.SetUint32(5, 1) }, ErrField},
		{"eight across the end", func(s StructBuilder) { s.SetUint64(1, 1) }, ErrField},
		{"greatest offset", func(s StructBuilder) { s.SetUint64(1<<32-1, 1) }, ErrField},
		{"last bit", func(s StructBuilder) { s.SetBool(63, true) }, OK},
		{"bit past the end", func(s StructBuilder) { s.SetBool(64, true) }, ErrField},
		{"text past the end", func(s StructBuilder) { s.SetText(1, "") }, ErrField},
		{"data past the end", func(s StructBuilder) { s.SetData(1<<32-1, nil) }, ErrField},
		{"negative data", func(s StructBuilder) { s.NewData(0, -1) }, ErrField},
		{"structure past the end", func(s StructBuilder) { s.NewStruct(1, 0, 0) }, ErrField},
		{"list past the end", func(s StructBuilder) { s.NewStructList(1, 0, 0, 0) }, ErrField},
		{"numbers past the end", func(s StructBuilder) { s.NewNumberList(1, 0, 8) }, ErrField},
		{"bits past the end", func(s StructBuilder) { s.NewBoolList(1, 0) }, ErrField},
		{"numbers of three bytes", func(s StructBuilder) { s.NewNumberList(0, 1, 3) }, ErrField},
		{"numbers of no bytes", func(s StructBuilder) { s.NewNumberList(0, 1, 0) }, ErrField},
		{"element past the end", func(s StructBuilder) { s.NewNumberList(0, 1, 8).SetUint64(1, 1) }, ErrField},
		{"wider than the element", func(s StructBuilder) { s.NewNumberList(0, 2, 4).SetUint64(0, 1) }, ErrField},
		{"bit past the end of a list", func(s StructBuilder) { s.NewBoolList(0, 3).SetBool(3, true) }, ErrField},
		{"bit of a list of numbers", func(s StructBuilder) { s.NewNumberList(0, 3, 1).SetBool(0, true) }, ErrField},
		{"number of a list of bits", func(s StructBuilder) { s.NewBoolList(0, 3).SetUint8(0, 1) }, ErrField},
		{"text of a list of numbers", func(s StructBuilder) { s.NewNumberList(0, 3, 8).SetText(0, "") }, ErrField},
		{"most structures", func(s StructBuilder) { s.NewStructList(0, math.MaxUint32, 65535, 65535) }, ErrFull},
		{"most empty structures", func(s StructBuilder) { s.NewStructList(0, math.MaxUint32, 0, 0) }, ErrFull},
		{"empty structures", func(s StructBuilder) { s.NewStructList(0, MaxBuild, 0, 0) }, OK},
		{"empty structures, one too many", func(s StructBuilder) { s.NewStructList(0, MaxBuild+1, 0, 0) }, ErrFull},
		{"most numbers", func(s StructBuilder) { s.NewNumberList(0, math.MaxUint32, 8) }, ErrFull},
		{"most bits", func(s StructBuilder) { s.NewBoolList(0, math.MaxUint32) }, ErrFull},
		{"most data", func(s StructBuilder) { s.NewData(0, math.MaxInt) }, ErrFull},
		{"the first error counts", func(s StructBuilder) { s.NewData(0, math.MaxInt); s.SetUint8(8, 1) }, ErrFull},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b Builder
			b.Start(make([]byte, 256))
			test.build(b.Root(1, 1))
			if n, e := b.Finish(); e != test.want || (n == 0) != (e != OK) {
				t.Errorf("%d, %v, want %v", n, e, test.want)
			}
		})
	}
}

// TestUnset builds nothing but a null root, and a text that is set twice.
func TestUnset(t *testing.T) {
	var b Builder
	b.Start(make([]byte, 16))
	if n, e := b.Finish(); n != 16 || e != OK {
		t.Error(n, e)
	}
	buffer := make([]byte, 64)
	b.Start(buffer)
	root := b.Root(0, 1)
	root.SetText(0, strings.Repeat("x", 9))
	root.SetText(0, "last")
	n, e := b.Finish()
	var m Message
	m.Open(buffer[:n])
	s, _ := m.Root()
	if text, e2 := s.Text(0); e != OK || e2 != OK || string(text) != "last" {
		t.Error(string(text), e, e2)
	}
}

// TestMaxBuild gives the builder more memory than it may use. The memory is never touched, so it costs nothing.
func TestMaxBuild(t *testing.T) {
	buffer := make([]byte, MaxBuild+64)
	const overhead = 4 * WordBytes // table, root, one pointer, one word of rounding
	for n, want := range map[int]Err{MaxBuild: ErrFull, MaxBuild - overhead + 2*WordBytes: ErrFull, 8: OK} {
		var b Builder
		b.Start(buffer)
		b.Root(0, 1).NewData(0, n)
		length, e := b.Finish()
		if e != want {
			t.Errorf("%d bytes: %v, want %v", n, e, want)
		}
		var m Message
		if e := m.Open(buffer[:length]); (e == OK) != (want == OK) {
			t.Errorf("%d bytes: the message does not begin where the buffer does, %v", n, e)
		}
	}
}

// TestCopy copies as far as both sides reach.
func TestCopy(t *testing.T) {
	for _, test := range []struct{ to, from, want string }{{"xxx", "ab", "abx"}, {"xx", "abc", "ab"}, {"xx", "ab", "ab"}, {"", "a", ""}, {"x", "", "x"}} {
		text, data := []byte(test.to), []byte(test.to)
		copyText(text, test.from)
		copyBytes(data, []byte(test.from))
		if string(text) != test.want || string(data) != test.want {
			t.Errorf("%q onto %q is %q, %q", test.from, test.to, text, data)
		}
	}
}

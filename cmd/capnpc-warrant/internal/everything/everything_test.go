package everything

import (
	"bytes"
	"math"
	"os/exec"
	"strings"
	"testing"

	"warrant/lib/wire"
)

// full is an All with every field set, as the Cap'n Proto compiler prints it.
const full = `(nothing = void, yes = true, no = false, i8 = -128, i16 = 32767, i32 = -2147483648, i64 = 9223372036854775807, ` +
	`u8 = 1, u16 = 65535, u32 = 4294967295, u64 = 18446744073709551615, colour = darkBlue, text = "some text", data = "\xff\x00\x01", ` +
	`inner = (value = 1, next = (value = 2, many = [1, 4294967295])), bools = [true, false, true, true, false, false, false, false, true], ` +
	`i8s = [-1, 127], u16s = [1, 65535, 3], i32s = [-2147483648, 0, 5], u64s = [18446744073709551615], colours = [darkBlue, red], ` +
	`texts = ["", "a", "twelve bytes"], datas = ["", "\x00"], ` +
	`inners = [(value = 0, none = void), (value = 10, small = -12), (value = 20, flag = true), (value = 30, tint = green), ` +
	`(value = 40, word = "w"), (value = 50, bytes = "b"), (value = 60, pair = (left = 9, right = "r"))], place = (x = -1, y = 6, number = 17))`

// capnp runs the Cap'n Proto compiler, an implementation that shares nothing with ours.
func capnp(t *testing.T, in []byte, arguments ...string) (out []byte) {
	t.Helper()
	command := exec.Command("capnp", arguments...)
	command.Stdin = bytes.NewReader(in)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("capnp %s: %v\n%s", strings.Join(arguments, " "), err, complaint.String())
	}
	return out
}

// buildFull builds what full says.
func buildFull(b *wire.Builder) {
	all := NewAll(b)
	all.SetYes(true)
	all.SetNo(false)
	all.SetI8(math.MinInt8)
	all.SetI16(math.MaxInt16)
	all.SetI32(math.MinInt32)
	all.SetI64(math.MaxInt64)
	all.SetU8(1)
	all.SetU16(math.MaxUint16)
	all.SetU32(math.MaxUint32)
	all.SetU64(math.MaxUint64)
	all.SetColour(ColourDarkBlue)
	all.SetText("some text")
	copy(all.NewData(3), "\xff\x00\x01")
	inner := all.NewInner()
	inner.SetValue(1)
	next := inner.NewNext()
	next.SetValue(2)
	many := next.NewMany(2)
	many.SetUint32(0, 1)
	many.SetUint32(1, math.MaxUint32)
	bools := all.NewBools(9)
	for _, i := range []uint32{0, 2, 3, 8} {
		bools.SetBool(i, true)
	}
	i8s := all.NewI8s(2)
	i8s.SetUint8(0, wire.Unsigned8(-1))
	i8s.SetUint8(1, 127)
	u16s := all.NewU16s(3)
	u16s.SetUint16(0, 1)
	u16s.SetUint16(1, math.MaxUint16)
	u16s.SetUint16(2, 3)
	i32s := all.NewI32s(3)
	i32s.SetUint32(0, wire.Unsigned32(math.MinInt32))
	i32s.SetUint32(2, 5)
	all.NewU64s(1).SetUint64(0, math.MaxUint64)
	colours := all.NewColours(2)
	colours.SetUint16(0, uint16(ColourDarkBlue))
	texts := all.NewTexts(3)
	texts.SetText(0, "")
	texts.SetText(1, "a")
	texts.SetTextBytes(2, []byte("twelve bytes"))
	datas := all.NewDatas(2)
	datas.SetData(0, nil)
	datas.SetData(1, []byte{0})
	inners := all.NewInners(7)
	for i := range uint32(7) {
		inners.At(i).SetValue(10 * i)
	}
	inners.At(0).SetNone()
	inners.At(1).SetSmall(-12)
	inners.At(2).SetFlag(true)
	inners.At(3).SetTint(ColourGreen)
	inners.At(4).SetWordBytes([]byte("w"))
	inners.At(5).SetBytes([]byte("b"))
	pair := inners.At(6).Pair()
	pair.SetLeft(9)
	pair.SetRight("r")
	place := all.Place()
	place.SetX(-1)
	place.SetY(6)
	place.SetNumber(17)
}

func built(t *testing.T, build func(*wire.Builder)) (message []byte) {
	t.Helper()
	buffer := make([]byte, 4096)
	var b wire.Builder
	b.Start(buffer)
	build(&b)
	n, e := b.Finish()
	if e != wire.OK {
		t.Fatal(e)
	}
	return buffer[:n]
}

// TestCompilerReadsOurs lets the Cap'n Proto compiler print what the generated builders write.
func TestCompilerReadsOurs(t *testing.T) {
	got := string(capnp(t, built(t, buildFull), "decode", "--short", "everything.capnp", "All"))
	// It prints bytes of data in octal, and neither voids nor fields that are null.
	want := strings.NewReplacer(`\xff\x00\x01`, `\377\000\001`, `"\x00"`, `"\000"`).Replace(full)
	if strings.TrimSpace(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// check compares a value that was read.
func check[T comparable](t *testing.T, name string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// good unwraps a value that must have been readable.
func good[T any](t *testing.T) func(T, wire.Err) T {
	return func(v T, e wire.Err) T {
		t.Helper()
		if e != wire.OK {
			t.Error(e)
		}
		return v
	}
}

func opened(t *testing.T, in []byte) (m *wire.Message) {
	t.Helper()
	m = new(wire.Message)
	if e := m.Open(in); e != wire.OK {
		t.Fatal(e)
	}
	return m
}

// TestWeReadTheCompilers reads with the generated readers what the Cap'n Proto compiler writes.
func TestWeReadTheCompilers(t *testing.T) {
	in := capnp(t, []byte(full), "encode", "everything.capnp", "All")
	all := good[AllReader](t)(ReadAll(opened(t, in)))
	text, list := good[[]byte](t), good[wire.List](t)
	check(t, "yes", all.Yes(), true)
	check(t, "no", all.No(), false)
	check(t, "i8", all.I8(), math.MinInt8)
	check(t, "i16", all.I16(), math.MaxInt16)
	check(t, "i32", all.I32(), math.MinInt32)
	check(t, "i64", all.I64(), math.MaxInt64)
	check(t, "u8", all.U8(), 1)
	check(t, "u16", all.U16(), math.MaxUint16)
	check(t, "u32", all.U32(), math.MaxUint32)
	check(t, "u64", all.U64(), math.MaxUint64)
	check(t, "colour", all.Colour().String(), "darkBlue")
	check(t, "text", string(text(all.Text())), "some text")
	check(t, "data", string(text(all.Data())), "\xff\x00\x01")
	inner := good[AllInnerReader](t)(all.Inner())
	next := good[AllInnerReader](t)(inner.Next())
	many := list(next.Many())
	check(t, "many", [3]uint32{many.Len(), many.Uint32(0), many.Uint32(1)}, [3]uint32{2, 1, math.MaxUint32})
	bools := list(all.Bools())
	check(t, "bools", [5]bool{bools.Bool(0), bools.Bool(1), bools.Bool(7), bools.Bool(8), bools.Bool(9)}, [5]bool{true, false, false, true, false})
	check(t, "i8s", wire.Signed8(list(all.I8s()).Uint8(0)), -1)
	check(t, "u16s", list(all.U16s()).Uint16(1), math.MaxUint16)
	check(t, "i32s", wire.Signed32(list(all.I32s()).Uint32(0)), math.MinInt32)
	check(t, "u64s", list(all.U64s()).Uint64(0), math.MaxUint64)
	check(t, "colours", Colour(list(all.Colours()).Uint16(0)), ColourDarkBlue)
	texts, datas := list(all.Texts()), list(all.Datas())
	check(t, "texts", string(text(texts.Text(2))), "twelve bytes")
	check(t, "datas", string(text(datas.Data(1))), "\x00")
	inners := good[AllInnerListReader](t)(all.Inners())
	check(t, "inners", inners.Len(), 7)
	check(t, "value", inners.At(5).Value(), 50)
	check(t, "small", inners.At(1).Small(), -12)
	check(t, "flag", inners.At(2).Flag(), true)
	check(t, "tint", inners.At(3).Tint(), ColourGreen)
	check(t, "word", string(text(inners.At(4).Word())), "w")
	check(t, "bytes", string(text(inners.At(5).Bytes())), "b")
	check(t, "left", inners.At(6).Pair().Left(), 9)
	check(t, "right", string(text(inners.At(6).Pair().Right())), "r")
	check(t, "place", all.Place().X(), -1)
	check(t, "y", all.Place().Y(), 6)
	check(t, "which", all.Place().Which().String(), "number")
	check(t, "number", all.Place().Number(), 17)
	check(t, "name", string(text(all.Place().Name())), "")
	for i := range uint32(7) {
		names := []string{"none", "small", "flag", "tint", "word", "bytes", "pair"}
		check(t, "which", inners.At(i).Which().String(), names[i])
	}
	// Members that are not set read as zero, though their bits are shared with the member that is.
	other := inners.At(1)
	check(t, "flag beside small", other.Flag(), false)
	check(t, "tint beside small", other.Tint(), 0)
	check(t, "left beside small", other.Pair().Left(), 0)
	check(t, "small beside flag", inners.At(2).Small(), 0)
	check(t, "word beside bytes", len(text(inners.At(5).Word())), 0)
}

// TestDefaults reads a message without any field, and one whose fields were set to their defaults.
func TestDefaults(t *testing.T) {
	messages := map[string][]byte{
		"null root":  built(t, func(*wire.Builder) {}),
		"no fields":  capnp(t, []byte("()"), "encode", "everything.capnp", "All"),
		"older root": built(t, func(b *wire.Builder) { NewOlder(b) }),
		"defaults": built(t, func(b *wire.Builder) {
			all := NewAll(b)
			all.SetNo(true)
			all.SetI16(-3)
			all.SetI64(math.MinInt64)
			all.SetU8(255)
			all.SetU32(7)
			all.SetColour(ColourGreen)
			all.Place().SetY(5)
		}),
	}
	for name, in := range messages {
		all := good[AllReader](t)(ReadAll(opened(t, in)))
		check(t, name, [3]bool{all.Yes(), all.No(), all.Place().Which() == AllPlaceWhichName}, [3]bool{false, true, true})
		check(t, name, [4]int64{int64(all.I16()), all.I64(), int64(all.I8()), int64(all.Place().Y())}, [4]int64{-3, math.MinInt64, 0, 5})
		check(t, name, [3]uint64{uint64(all.U8()), uint64(all.U32()), all.U64()}, [3]uint64{255, 7, 0})
		check(t, name, all.Colour(), ColourGreen)
		inner := good[AllInnerReader](t)(all.Inner())
		check(t, name, inner.Small(), 0)
	}
	zeros := built(t, func(b *wire.Builder) { NewAll(b) })
	set := messages["defaults"]
	if !bytes.Equal(zeros, set) {
		t.Error("a field with its default is not stored as zero")
	}
}

// TestEvolution reads a grown structure as its first version and the other way round, alone and as elements of a list.
func TestEvolution(t *testing.T) {
	newer := capnp(t, []byte(`(first = 1, label = "l", second = 5, more = [(first = 9)])`), "encode", "everything.capnp", "Newer")
	older := good[OlderReader](t)(ReadOlder(opened(t, newer)))
	check(t, "first", older.First(), 1)
	check(t, "label", string(good[[]byte](t)(older.Label())), "l")
	grown := good[NewerReader](t)(ReadNewer(opened(t, capnp(t, []byte(`(first = 2, label = "m")`), "encode", "everything.capnp", "Older"))))
	check(t, "first", grown.First(), 2)
	check(t, "second", grown.Second(), 77)
	check(t, "more", good[OlderListReader](t)(grown.More()).Len(), 0)
}

// TestDispatch decodes calls of every method and of one that does not exist.
func TestDispatch(t *testing.T) {
	params := built(t, func(b *wire.Builder) { NewServiceOneParams(b).SetN(-7) })
	for method, want := range map[uint16]wire.Err{0: wire.OK, 2: wire.OK, 4: wire.OK, 5: wire.ErrMethod, math.MaxUint16: wire.ErrMethod} {
		c, e := DecodeService(method, opened(t, params))
		check(t, "error", e, want)
		if e == wire.OK {
			check(t, "method", uint16(c.Method), method)
			check(t, "n", c.One().N(), -7)
		}
	}
	if c, e := DecodeService(2, new(wire.Message)); e != wire.ErrShort || c != (ServiceCall{}) {
		t.Errorf("no message: %v, %v", c, e)
	}
	check(t, "name", ServiceMethodTwo.String(), "two")
	check(t, "no name", ServiceMethod(5).String(), "unknown")
	check(t, "interface", InterfaceName(ServiceID), "Service")
	check(t, "interface without methods", InterfaceName(EmptyID), "Empty")
	check(t, "no interface", InterfaceName(1), "unknown")
}

package sqe

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"warrant/kernel/abi"
)

// field is one field of an entry: where package abi puts it, how wide it is, and how the decoded entry shows it.
type field struct {
	name   string
	offset int
	size   int
	get    func(Entry) uint64
}

var fields = []field{
	{"opcode", abi.SQEOpcode, 2, func(e Entry) uint64 { return uint64(e.Opcode) }},
	{"flags", abi.SQEFlags, 2, func(e Entry) uint64 { return uint64(e.Flags) }},
	{"cap", abi.SQECap, 4, func(e Entry) uint64 { return uint64(e.Cap) }},
	{"user data", abi.SQEUserData, 8, func(e Entry) uint64 { return e.UserData }},
	{"interface", abi.SQEInterface, 8, func(e Entry) uint64 { return e.Interface }},
	{"params", abi.SQEParams, 8, func(e Entry) uint64 { return uint64(e.Params) }},
	{"result", abi.SQEResult, 8, func(e Entry) uint64 { return uint64(e.Result) }},
	{"params length", abi.SQEParamsLen, 4, func(e Entry) uint64 { return uint64(e.ParamsLen) }},
	{"result length", abi.SQEResultLen, 4, func(e Entry) uint64 { return uint64(e.ResultLen) }},
	{"method", abi.SQEMethod, 2, func(e Entry) uint64 { return uint64(e.Method) }},
	{"transfer count", abi.SQETransferCount, 2, func(e Entry) uint64 { return uint64(e.TransferCount) }},
	{"call id", abi.SQECallID, 4, func(e Entry) uint64 { return uint64(e.CallID) }},
	{"transfers", abi.SQETransfers, 8, func(e Entry) uint64 { return uint64(e.Transfers) }},
}

// raw is an entry as it stands in the ring page.
type raw [abi.SQESize]byte

func (b *raw) put(f field, v uint64) {
	var w [8]byte
	binary.LittleEndian.PutUint64(w[:], v)
	copy(b[f.offset:f.offset+f.size], w[:])
}

func (b *raw) decode() Entry {
	var w [abi.SQESize / 8]uint64
	for i := range w {
		w[i] = binary.LittleEndian.Uint64(b[i*8:])
	}
	return Decode(w)
}

// Each field comes from its own bytes and from no others.
func TestDecodeEachField(t *testing.T) {
	for _, f := range fields {
		for _, v := range []uint64{1, 1<<(8*f.size-1) | 1, 1<<(8*f.size) - 1} {
			var b raw
			b.put(f, v)
			e := b.decode()
			for _, other := range fields {
				want := uint64(0)
				if other.name == f.name {
					want = v
				}
				if got := other.get(e); got != want {
					t.Errorf("%s = %#x decodes to %s = %#x, want %#x", f.name, v, other.name, got, want)
				}
			}
		}
	}
}

func TestDecodeAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	for range 1000 {
		var b raw
		want := map[string]uint64{}
		for _, f := range fields {
			v := r.Uint64() >> (64 - 8*f.size)
			want[f.name] = v
			b.put(f, v)
		}
		e := b.decode()
		for _, f := range fields {
			if f.get(e) != want[f.name] {
				t.Fatalf("%s is %#x, want %#x", f.name, f.get(e), want[f.name])
			}
		}
	}
}

// meaning says which fields an opcode gives a meaning to, beside the opcode itself and the user data.
var meaning = map[abi.Opcode][]string{
	abi.OpNop:     {},
	abi.OpCall:    {"cap", "interface", "params", "result", "params length", "result length", "method"},
	abi.OpRelease: {"cap"},
}

// Each opcode with each field set. Invariant: RING-10
func TestValidateEachField(t *testing.T) {
	for opcode, allowed := range meaning {
		means := map[string]bool{"user data": true, "opcode": true}
		for _, name := range allowed {
			means[name] = true
		}
		check := func(what string, b raw, want abi.Code) {
			t.Helper()
			b.put(fields[0], uint64(opcode))
			if got := Validate(b.decode()); got != want {
				t.Errorf("opcode %d with %s: %d, want %d", opcode, what, got, want)
			}
		}
		var full raw
		check("nothing", full, abi.CodeOK)
		for _, f := range fields[1:] {
			want := abi.CodeInvalidRequest
			if means[f.name] {
				want = abi.CodeOK
				full.put(f, ^uint64(0))
			}
			for bit := range 8 * f.size {
				var b raw
				b.put(f, 1<<bit)
				check(f.name, b, want)
			}
		}
		check("everything that it has", full, abi.CodeOK)
		for _, f := range fields[1:] {
			if !means[f.name] {
				b := full
				b.put(f, 1)
				check("everything and "+f.name, b, abi.CodeInvalidRequest)
			}
		}
	}
}

// Every value of the opcode. Invariant: RING-11
func TestValidateEachOpcode(t *testing.T) {
	reserved := map[abi.Opcode]bool{abi.OpRecv: true, abi.OpReturn: true, abi.OpFinish: true, abi.OpPark: true, abi.OpUnpark: true}
	for n := range 1 << 16 {
		opcode := abi.Opcode(n)
		want := abi.CodeInvalidRequest
		if _, known := meaning[opcode]; known {
			want = abi.CodeOK
		} else if reserved[opcode] {
			want = abi.CodeUnsupportedOpcode
		}
		if got := Validate(Entry{Opcode: opcode, UserData: 7}); got != want {
			t.Errorf("opcode %d: %d, want %d", opcode, got, want)
		}
	}
	for opcode := range reserved { // whatever its fields are: they have no meaning yet
		if got := Validate(Entry{Opcode: opcode, Flags: 1, Cap: 2, Params: 3}); got != abi.CodeUnsupportedOpcode {
			t.Errorf("reserved opcode %d with fields: %d, want %d", opcode, got, abi.CodeUnsupportedOpcode)
		}
	}
}

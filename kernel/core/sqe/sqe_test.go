package sqe

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
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

func (b *raw) decode() (e Entry) {
	var w [abi.SQESize / 8]uint64
	for i := range w {
		w[i] = binary.LittleEndian.Uint64(b[i*8:])
	}
	e.Decode(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
	return e
}

// validate is Validate of a copy.
func validate(e Entry) abi.Code { return Validate(&e) }

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

// accepts says which values of a field an opcode accepts while the other fields are zero.
type accepts func(v uint64) bool

func anything(uint64) bool       { return true }
func aligned(v uint64) bool      { return v%4 == 0 }
func atMost(most uint64) accepts { return func(v uint64) bool { return v <= most } }

// meaning says which fields an opcode gives a meaning to, beside the opcode itself and the user data. Every other field must be zero.
var meaning = map[abi.Opcode]map[string]accepts{
	abi.OpNop: {},
	abi.OpCall: {"cap": anything, "interface": anything, "params": anything, "result": anything, "params length": anything, "result length": anything,
		"method": anything, "transfer count": atMost(abi.TransferMost)},
	abi.OpRecv: {"cap": anything, "result": anything, "result length": anything},
	abi.OpReturn: {"cap": anything, "flags": atMost(abi.FlagException), "params": anything, "params length": anything, "call id": anything,
		"transfer count": atMost(abi.TransferMost)},
	abi.OpRelease: {"cap": anything},
	abi.OpPark:    {"cap": anything, "interface": anything, "params": aligned, "params length": anything},
	abi.OpUnpark:  {"cap": anything, "params": aligned, "params length": anything},
}

// values are the boundaries of a field: each bit alone, the first numbers, and the last ones.
func (f field) values() (list []uint64) {
	last := ^uint64(0) >> (64 - 8*f.size)
	for bit := range 8 * f.size {
		list = append(list, 1<<bit)
	}
	return append(list, 0, 3, abi.TransferMost, abi.TransferMost+1, last-3, last-1, last)
}

// Each opcode with each field set alone, and beside everything that the opcode has. Invariant: RING-10
func TestValidateEachField(t *testing.T) {
	for opcode, fieldsOf := range meaning {
		check := func(what string, v uint64, b raw, ok bool) {
			t.Helper()
			b.put(fields[0], uint64(opcode))
			want := abi.CodeInvalidRequest
			if ok {
				want = abi.CodeOK
			}
			if got := validate(b.decode()); got != want {
				t.Errorf("opcode %d with %s %#x: %d, want %d", opcode, what, v, got, want)
			}
		}
		var full raw
		check("nothing", 0, full, true)
		for _, f := range fields[1:] {
			if accepted := fieldsOf[f.name]; accepted != nil {
				for _, v := range slices.Sorted(slices.Values(f.values())) {
					if accepted(v) {
						full.put(f, v)
					}
				}
			}
		}
		check("the greatest of everything that it has", 0, full, true)
		for _, f := range fields[1:] {
			accepted := fieldsOf[f.name]
			if f.name == "user data" {
				accepted = anything
			}
			for _, v := range f.values() {
				ok := v == 0 || accepted != nil && accepted(v)
				var b raw
				b.put(f, v)
				check(f.name, v, b, ok)
				if f.name == "transfers" && fieldsOf["transfer count"] != nil {
					ok = true // the descriptors of full are somewhere
				}
				b = full
				b.put(f, v)
				check("everything and "+f.name, v, b, ok)
			}
		}
	}
}

// The address of transfer descriptors goes with their number. Invariant: RING-10
func TestValidateTransfers(t *testing.T) {
	for _, tt := range []struct {
		count     uint16
		transfers abi.VirtAddr
		ok        bool
	}{
		{0, 0, true},
		{0, 1, false},
		{0, 1 << 63, false},
		{1, 0, true}, // an address like any other; whether it is mapped is for others to say
		{1, 8, true},
		{abi.TransferMost, 8, true},
		{abi.TransferMost + 1, 8, false},
		{abi.TransferMost + 1, 0, false},
		{1 << 15, 8, false},
	} {
		for _, opcode := range []abi.Opcode{abi.OpCall, abi.OpReturn} {
			got := validate(Entry{Opcode: opcode, TransferCount: tt.count, Transfers: tt.transfers})
			if (got == abi.CodeOK) != tt.ok || !tt.ok && got != abi.CodeInvalidRequest {
				t.Errorf("opcode %d with %d descriptors at %#x: %d, want success %v", opcode, tt.count, uint64(tt.transfers), got, tt.ok)
			}
		}
	}
}

// Every value of the opcode. Invariant: RING-11
func TestValidateEachOpcode(t *testing.T) {
	for n := range 1 << 16 {
		opcode := abi.Opcode(n)
		want := abi.CodeInvalidRequest
		if _, known := meaning[opcode]; known {
			want = abi.CodeOK
		} else if opcode == abi.OpFinish {
			want = abi.CodeUnsupportedOpcode
		}
		if got := validate(Entry{Opcode: opcode, UserData: 7}); got != want {
			t.Errorf("opcode %d: %d, want %d", opcode, got, want)
		}
	}
	// Whatever the fields of the reserved opcode are: they have no meaning yet.
	if got := validate(Entry{Opcode: abi.OpFinish, Flags: 1, Cap: 2, Params: 3}); got != abi.CodeUnsupportedOpcode {
		t.Errorf("the reserved opcode with fields: %d, want %d", got, abi.CodeUnsupportedOpcode)
	}
}

package image

import (
	"encoding/hex"
	"path/filepath"
	"testing"
)

// TestDecode checks lengths, targets and references of encodings that compiled code rarely or never has.
func TestDecode(t *testing.T) {
	const pc = 0x1000
	tests := map[string]struct {
		code      string
		length    int
		target    uint64
		reference uint64
	}{
		"nop":                         {code: "90", length: 1},
		"add r/m8, imm8":              {code: "80c001", length: 3},
		"push imm8":                   {code: "6a05", length: 2},
		"call rel32":                  {code: "e8fbffffff", length: 5, target: pc},
		"jmp rel8 backwards":          {code: "ebfe", length: 2, target: pc},
		"jcc rel32":                   {code: "0f8400000000", length: 6, target: pc + 6},
		"rip relative":                {code: "488b0510000000", length: 7, reference: pc + 7 + 0x10},
		"rip relative with immediate": {code: "48c7051000000001000000", length: 11, reference: pc + 11 + 0x10},
		"absolute by SIB":             {code: "488b04c500004000", length: 8, reference: 0x400000},
		"base and disp32":             {code: "488b8000004000", length: 7, reference: 0x400000},
		"rsp and disp8":               {code: "488b442408", length: 5},
		"rbp without displacement":    {code: "488b4500", length: 4},
		"mov r64, imm64":              {code: "48b80000400000000000", length: 10, reference: 0x400000},
		"mov r32, imm32":              {code: "b800004000", length: 5, reference: 0x400000},
		"mov r16, imm16":              {code: "66b80100", length: 4},
		"test r/m8, imm8":             {code: "f6c001", length: 3},
		"test r/m32, imm32":           {code: "f7c000004000", length: 6, reference: 0x400000},
		"neg r/m32":                   {code: "f7d8", length: 2},
		"psadbw is no test":           {code: "660ff6c0", length: 4},
		"moffs64":                     {code: "a10000000000000000", length: 9},
		"moffs32":                     {code: "67a100000000", length: 6},
		"enter":                       {code: "c8100000", length: 4},
		"mov cr3, rax":                {code: "0f22d8", length: 3},
		"sysretq":                     {code: "480f07", length: 3},
		"wrfsbase":                    {code: "f3480faed0", length: 5},
		"pshufb":                      {code: "660f3800c1", length: 5},
		"palignr":                     {code: "660f3a0fc108", length: 6},
		"vzeroupper":                  {code: "c5f877", length: 3},
		"vmovdqu load":                {code: "c5fe6f06", length: 4},
		"vpshufd":                     {code: "c5fd70c044", length: 5},
		"vpermq":                      {code: "c4e3fd00c044", length: 6},
		"evex vmovdqu64 disp8":        {code: "62f1fe486f4601", length: 7},
	}
	for name, test := range tests {
		code, err := hex.DecodeString(test.code)
		if err != nil {
			t.Fatal(err)
		}
		in, err := decode(append(code, make([]byte, 15)...), pc)
		if err != nil || in.length != test.length {
			t.Errorf("%s: length %d, want %d (%v)", name, in.length, test.length, err)
			continue
		}
		if in.branch != (test.target != 0) || in.target != test.target {
			t.Errorf("%s: target %#x, want %#x", name, in.target, test.target)
		}
		found := test.reference == 0
		for _, r := range in.references {
			found = found || r == test.reference
		}
		if !found {
			t.Errorf("%s: references %#x, want %#x", name, in.references, test.reference)
		}
		for n := range code {
			if _, err := decode(code[:n], pc); err == nil && n < test.length {
				t.Errorf("%s: %d of %d bytes are an instruction", name, n, test.length)
			}
		}
	}
	for _, bad := range []string{"06", "d6", "ea", "0f0a", "0f24c0"} {
		code, _ := hex.DecodeString(bad)
		if _, err := decode(append(code, make([]byte, 15)...), pc); err == nil {
			t.Errorf("% x is an instruction", code)
		}
	}
}

// TestDecodeRuntime decodes a whole linked program, the Go runtime with all its hand-written code included: every function must end with an
// instruction, and every branch within one must reach the start of an instruction.
func TestDecodeRuntime(t *testing.T) {
	output := filepath.Join(t.TempDir(), "ordinary")
	if err := link(root, kernelPackage, "amd64", output, "", "", "", ""); err != nil {
		t.Fatal(err)
	}
	p, err := Open(output)
	if err != nil {
		t.Fatal(err)
	}
	functions, instructions := 0, 0
	for _, part := range p.pieces {
		if part.rights&executable == 0 {
			continue
		}
		functions++
		starts := make(map[uint64]bool)
		var targets []uint64
		for pc := part.start; pc < part.end; {
			in, err := decode(part.content[pc-part.start:], pc)
			if err != nil {
				t.Errorf("%s at %#x: %v", part.name, pc, err)
				break
			}
			instructions++
			starts[pc] = true
			if in.branch && in.target >= part.start && in.target < part.end {
				targets = append(targets, in.target)
			}
			pc += uint64(in.length)
		}
		for _, target := range targets {
			if !starts[target] {
				t.Errorf("%s: a branch to %#x does not reach an instruction", part.name, target)
			}
		}
	}
	if functions < 1000 || instructions < 50000 {
		t.Errorf("only %d functions with %d instructions were found", functions, instructions)
	}
}

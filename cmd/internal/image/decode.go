package image

import (
	"encoding/binary"
	"fmt"
)

// instruction is what the scan wants to know of a machine instruction.
type instruction struct {
	length int
	// branch says that target is the address that it jumps to or calls.
	branch bool
	target uint64
	// references are the values of its displacement and its immediate operand that could be addresses.
	references []uint64
}

// Operands that follow an opcode.
type operands uint8

const (
	withModRM operands = 1 << iota
	withByte           // 8-bit immediate
	withWord           // 16-bit immediate
	withFull           // 16 or 32-bit immediate, by operand size
	withRel8
	withRel32
	invalid
)

// oneByte answers the operands of an opcode of the one-byte map. Intel SDM volume 2D, table A-2; prefixes and escapes are not here.
func oneByte(op byte) operands {
	switch {
	case op < 0x40:
		switch op & 7 {
		case 4:
			return withByte
		case 5:
			return withFull
		case 6, 7:
			return invalid
		}
		return withModRM
	case op >= 0x50 && op <= 0x5f, op >= 0x6c && op <= 0x6f, op >= 0x90 && op <= 0x9f && op != 0x9a:
		return 0
	case op >= 0x70 && op <= 0x7f, op >= 0xe0 && op <= 0xe3, op == 0xeb:
		return withRel8
	case op >= 0x84 && op <= 0x8f, op >= 0xd0 && op <= 0xd3, op >= 0xd8 && op <= 0xdf, op == 0x63, op >= 0xf6 && op <= 0xf7, op >= 0xfe:
		return withModRM
	case op >= 0xb0 && op <= 0xb7, op == 0x6a, op == 0xa8, op == 0xcd, op >= 0xe4 && op <= 0xe7:
		return withByte
	case op >= 0xb8 && op <= 0xbf, op == 0x68, op == 0xa9:
		return withFull
	case op == 0xe8, op == 0xe9:
		return withRel32
	}
	switch op {
	case 0x80, 0x83, 0x6b, 0xc0, 0xc1, 0xc6:
		return withModRM | withByte
	case 0x81, 0x69, 0xc7:
		return withModRM | withFull
	case 0xc2, 0xca:
		return withWord
	case 0xc8:
		return withWord | withByte
	case 0xa4, 0xa5, 0xa6, 0xa7, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xc3, 0xc9, 0xcb, 0xcc, 0xcf, 0xd7, 0xec, 0xed, 0xee, 0xef,
		0xf1, 0xf4, 0xf5, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd:
		return 0
	}
	return invalid
}

// twoByte answers the operands of an opcode behind 0F. Intel SDM volume 2D, table A-3.
func twoByte(op byte) operands {
	switch {
	case op >= 0x80 && op <= 0x8f:
		return withRel32
	case op >= 0x30 && op <= 0x37, op >= 0xc8 && op <= 0xcf:
		return 0
	case op >= 0x70 && op <= 0x73, op >= 0xc4 && op <= 0xc6:
		return withModRM | withByte
	}
	switch op {
	case 0x04, 0x0a, 0x0c, 0x0e, 0x0f, 0x24, 0x25, 0x26, 0x27, 0x39, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0xa6, 0xa7:
		return invalid
	case 0x05, 0x06, 0x07, 0x08, 0x09, 0x0b, 0x77, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa:
		return 0
	case 0xa4, 0xac, 0xba, 0xc2:
		return withModRM | withByte
	}
	return withModRM
}

// decode reads the instruction at the beginning of code, which stands at address pc in 64-bit mode.
func decode(code []byte, pc uint64) (in instruction, err error) {
	at := 0
	short := fmt.Errorf("an instruction is cut off")
	next := func() byte {
		if at >= len(code) {
			at = len(code) + 16
			return 0
		}
		at++
		return code[at-1]
	}
	var narrow, wide, small bool
	op := next()
prefixes:
	for {
		switch op {
		case 0x66:
			narrow = true
		case 0x67:
			small = true
		case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0, 0xf2, 0xf3:
		default:
			break prefixes
		}
		op = next()
	}
	if op&0xf0 == 0x40 {
		wide = op&8 != 0
		op = next()
	}
	var kind operands
	plain := false // of the one-byte map
	vector := 0    // opcode map of an instruction with a VEX or EVEX prefix
	switch op {
	case 0x0f:
		op = next()
		switch op {
		case 0x38:
			op = next()
			kind = withModRM
		case 0x3a:
			op = next()
			kind = withModRM | withByte
		default:
			kind = twoByte(op)
		}
	case 0xc5:
		next()
		vector = 1
	case 0xc4:
		vector = int(next() & 31)
		next()
	case 0x62:
		vector = int(next() & 7)
		next()
		next()
	default:
		kind = oneByte(op)
		plain = true
		switch {
		case op >= 0xa0 && op <= 0xa3:
			kind = 0
			at += 8
			if small {
				at -= 4
			}
		case op >= 0xb8 && op <= 0xbf && wide:
			kind = 0
			at += 8
			if at <= len(code) {
				in.references = append(in.references, binary.LittleEndian.Uint64(code[at-8:]))
			}
		}
	}
	if vector != 0 {
		op = next()
		kind = withModRM
		if vector == 3 || vector == 1 && twoByte(op)&withByte != 0 {
			kind |= withByte
		} else if vector == 1 && op == 0x77 {
			kind = 0
		}
	}
	if kind == invalid {
		return in, fmt.Errorf("unknown instruction % x", code[:min(len(code), 8)])
	}
	relative := -1 // place of a displacement from the instruction pointer
	if kind&withModRM != 0 {
		modrm := next()
		if plain && modrm&0x30 == 0 { // TEST has an immediate operand, the others of its group have none
			if op == 0xf6 {
				kind |= withByte
			} else if op == 0xf7 {
				kind |= withFull
			}
		}
		mode, rm := modrm>>6, modrm&7
		displacement := 0
		switch mode {
		case 1:
			displacement = 1
		case 2:
			displacement = 4
		}
		if mode != 3 && rm == 4 {
			if next()&7 == 5 && mode == 0 {
				displacement = 4
			}
		} else if mode == 0 && rm == 5 {
			displacement = 4
			relative = at
		}
		at += displacement
		if displacement == 4 && relative < 0 && at <= len(code) {
			in.references = append(in.references, uint64(int32(binary.LittleEndian.Uint32(code[at-4:]))))
		}
	}
	if kind&withWord != 0 {
		at += 2
	}
	if kind&withByte != 0 {
		at++
	}
	if kind&withFull != 0 {
		if narrow && !wide {
			at += 2
		} else {
			at += 4
			if at <= len(code) {
				in.references = append(in.references, uint64(int32(binary.LittleEndian.Uint32(code[at-4:]))))
			}
		}
	}
	if kind&withRel8 != 0 {
		at++
	}
	if kind&withRel32 != 0 {
		at += 4
	}
	if at > len(code) {
		return in, short
	}
	end := pc + uint64(at)
	in.length = at
	switch {
	case kind&withRel8 != 0:
		in.branch, in.target = true, end+uint64(int8(code[at-1]))
	case kind&withRel32 != 0:
		in.branch, in.target = true, end+uint64(int32(binary.LittleEndian.Uint32(code[at-4:])))
	case relative >= 0:
		in.references = append(in.references, end+uint64(int32(binary.LittleEndian.Uint32(code[relative:]))))
	}
	return in, nil
}

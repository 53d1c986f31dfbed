package image

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"

	"warrant/kernel/arch/cause"
)

// scanner finds what a program needs.
type scanner struct {
	*Program
	queue []int // live pieces that have not been read
	// causes are the functions that become a jump to the trap entry.
	causes map[int]cause.Cause
	// keep are the functions of the runtime that stay.
	keep    []string
	refused []error
}

// scan marks the pieces that can be reached from the program's entry and from the symbols named roots. It answers the functions to be
// replaced by a jump to the trap entry, the names of the functions of the runtime that stay, and every reason to refuse the program, with
// its place. where names what runs the program, for messages.
func scan(p *Program, where string, roots ...uint64) (causes map[int]cause.Cause, keep []string, err error) {
	s := scanner{Program: p, causes: make(map[int]cause.Cause)}
	for _, root := range append(roots, p.entry) {
		s.mark(root)
	}
	for len(s.queue) > 0 {
		n := s.queue[len(s.queue)-1]
		s.queue = s.queue[:len(s.queue)-1]
		if s.pieces[n].rights&executable != 0 {
			s.readCode(n, where)
		} else {
			s.readData(n)
		}
	}
	sort.Strings(s.keep)
	sort.Slice(s.refused, func(i, j int) bool { return s.refused[i].Error() < s.refused[j].Error() })
	return s.causes, s.keep, errors.Join(s.refused...)
}

// mark makes the piece that holds address live, if there is one. A function that does not stay becomes a trap: a reference to its
// address may be in a table that nobody calls it from. So does the comparison function in the descriptor of a type, unless it is also
// called: only the runtime uses descriptors.
func (s *scanner) mark(address uint64) {
	n := s.find(address)
	if n < 0 || s.pieces[n].live {
		return
	}
	part := &s.pieces[n]
	if part.rights&executable != 0 {
		r := judge(part.name)
		if r.verdict != kept && !own(part.name) || comparison(part.name) {
			s.causes[n] = r.cause
			part.live = true
			part.used = trapSize
			return
		}
		if r.verdict == kept {
			s.keep = append(s.keep, part.name)
		}
	}
	s.follow(n)
}

// follow makes all of a piece live.
func (s *scanner) follow(n int) {
	part := &s.pieces[n]
	part.live = true
	part.used = part.end - part.start
	delete(s.causes, n)
	s.queue = append(s.queue, n)
}

// readCode marks what a function refers to.
func (s *scanner) readCode(n int, where string) {
	part := s.pieces[n]
	for pc := part.start; pc < part.end; {
		in, err := decode(part.content[pc-part.start:], pc)
		if err != nil {
			s.refused = append(s.refused, fmt.Errorf("%s: function %s at %#x: %w", s.Position(pc), part.name, pc, err))
			return
		}
		if in.branch && (in.target < part.start || in.target >= part.end) {
			s.call(part, pc, in.target, where)
		}
		for _, reference := range in.references {
			s.mark(reference)
		}
		pc += uint64(in.length)
	}
}

// call judges a call or jump at pc in part to another function.
func (s *scanner) call(part piece, pc, target uint64, where string) {
	n := s.find(target)
	if n < 0 || s.pieces[n].rights&executable == 0 {
		s.refused = append(s.refused, fmt.Errorf("%s: function %s jumps to %#x, which is no code", s.Position(pc), part.name, target))
		return
	}
	callee := s.pieces[n].name
	if !own(callee) {
		r := judge(callee)
		if r.verdict == refused {
			s.refused = append(s.refused, fmt.Errorf("%s: function %s needs %s (%s); %s has no Go runtime",
				s.Position(pc), strings.TrimSuffix(strings.TrimPrefix(part.name, modulePath+"/"), ".abi0"),
				strings.TrimSuffix(callee, ".abi0"), r.why, where))
			return
		}
		if r.verdict == trapped && target != s.pieces[n].start {
			s.refused = append(s.refused, fmt.Errorf("%s: function %s jumps into the middle of %s", s.Position(pc), part.name, callee))
			return
		}
	}
	if comparison(callee) && s.pieces[n].used < s.pieces[n].end-s.pieces[n].start {
		s.follow(n)
		return
	}
	s.mark(target)
}

// readData marks what the words of a piece of data could be addresses of. Descriptors of types lead nowhere: compiled code compares their
// addresses and hashes, and only the runtime, which is not there, follows them.
func (s *scanner) readData(n int) {
	part := s.pieces[n]
	if part.name == "type:*" {
		return
	}
	for at := (part.start + 7) &^ 7; at+8 <= part.end; at += 8 {
		if part.content == nil {
			return
		}
		s.mark(binary.LittleEndian.Uint64(part.content[at-part.start:]))
	}
}

// trapSize is the length of what replaces a function: PUSH imm8, JMP rel32.
const trapSize = 7

// retarget replaces the functions of causes by jumps to the trap entry at address trap, and answers their names. The trap entry finds
// the cause and the address behind the call on its stack.
func retarget(p *Program, causes map[int]cause.Cause, trap uint64) (names []string, err error) {
	for n, c := range causes {
		part := p.pieces[n]
		if part.end-part.start < trapSize {
			return nil, fmt.Errorf("function %s is too short to be replaced", part.name)
		}
		part.content[0], part.content[1], part.content[2] = 0x6a, byte(c), 0xe9
		binary.LittleEndian.PutUint32(part.content[3:], uint32(trap-(part.start+trapSize)))
		names = append(names, strings.TrimSuffix(part.name, ".abi0"))
	}
	sort.Strings(names)
	return names, nil
}

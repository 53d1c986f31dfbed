package manifest

import (
	"bytes"
	"testing"
)

// TestProgram takes each binary of a manifest, and what is not there: of that comes no place either.
func TestProgram(t *testing.T) {
	s := small()
	s.binaries = append(s.binaries, binary{"empty", []byte{}})
	module := s.bytes(t)
	for i, want := range s.binaries {
		image, ok := Program(module, uint32(i))
		if !ok || !bytes.Equal(image, want.data) || cap(image) != len(image) {
			t.Errorf("binary %d has %d bytes, %v", i, len(image), ok)
		}
	}
	spoilt := bytes.Clone(module)
	copy(spoilt[8:], "\x03\x00\x00\x00\x00\x00\x00\x00") // a capability as the root
	noList := bytes.Clone(module)
	root := 16 + int(module[8])/4*8 + 8*int(module[12])
	copy(noList[root+8*3:], "\x03\x00\x00\x00\x00\x00\x00\x00") // and as the list of binaries
	for name, test := range map[string]struct {
		module []byte
		index  uint32
	}{
		"behind the last": {module, 4}, "greatest": {module, 1<<32 - 1}, "nothing": {nil, 0}, "cut": {module[:len(module)-1], 0}, "no root": {spoilt, 0}, "no list": {noList, 0},
	} {
		if from, to, ok := Where(test.module, test.index); from != 0 || to != 0 || ok {
			t.Errorf("%s: %d to %d, %v", name, from, to, ok)
		}
		if image, ok := Program(test.module, test.index); image != nil || ok {
			t.Errorf("%s: %d bytes, %v", name, len(image), ok)
		}
	}
}

// TestSortAgain orders a graph that has another order already: it is lost.
func TestSortAgain(t *testing.T) {
	g, _ := plan(t, small())
	once := *g
	g.Order[0], g.OrderCount = 0, 1
	sort(g)
	if *g != once {
		t.Errorf("the order is %v of %d, before %v of %d", g.Order[:4], g.OrderCount, once.Order[:4], once.OrderCount)
	}
}

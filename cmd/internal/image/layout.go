package image

import (
	"fmt"
	"sort"

	"warrant/kernel/abi"
)

// Segment is a part of an image that is loaded as one.
type Segment struct {
	Address  uint64 // virtual, a multiple of the page size
	Physical uint64 // where a boot loader puts it
	Size     uint64 // in memory, in bytes, a multiple of the page size
	Rights   uint32 // as in an ELF program header
	Content  []byte // the rest is zero
}

// layout answers the pages that hold live pieces as at most limit segments, ascending. Segments with the same rights are joined across
// unused pages, the narrowest gap first, until they are few enough. They have no content yet.
func layout(p *Program, limit int) (segments []Segment, err error) {
	for _, part := range p.pieces {
		if !part.live {
			continue
		}
		first := part.start / abi.PageSize * abi.PageSize
		end := (part.start + part.used + abi.PageSize - 1) / abi.PageSize * abi.PageSize
		last := len(segments) - 1
		if last >= 0 && segments[last].Address+segments[last].Size >= first && segments[last].Rights == part.rights {
			segments[last].Size = max(segments[last].Size, end-segments[last].Address)
			continue
		}
		if last >= 0 && segments[last].Address+segments[last].Size > first {
			return nil, fmt.Errorf("sections with different rights share the page at %#x", first)
		}
		segments = append(segments, Segment{Address: first, Size: end - first, Rights: part.rights})
	}
	for len(segments) > limit {
		best, narrowest := -1, ^uint64(0)
		for i := 1; i < len(segments); i++ {
			gap := segments[i].Address - segments[i-1].Address - segments[i-1].Size
			if segments[i].Rights == segments[i-1].Rights && gap < narrowest {
				best, narrowest = i, gap
			}
		}
		if best < 0 {
			return nil, fmt.Errorf("the program needs more than %d segments", limit)
		}
		segments[best-1].Size = segments[best].Address + segments[best].Size - segments[best-1].Address
		segments = append(segments[:best], segments[best+1:]...)
	}
	for i := range segments {
		segments[i].Physical = segments[i].Address
	}
	return segments, nil
}

// fill gives segments their content. What is not live is cleared: code to INT3, data to zero.
func (p *Program) fill(segments []Segment) {
	for i := range segments {
		segments[i].Content = p.content(&segments[i])
	}
}

// content answers the bytes of a segment up to the last one that is not zero.
func (p *Program) content(s *Segment) []byte {
	b := make([]byte, s.Size)
	if s.Rights&executable != 0 {
		for i := range b {
			b[i] = 0xcc
		}
	}
	first := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].end > s.Address })
	for _, part := range p.pieces[first:] {
		if part.start >= s.Address+s.Size {
			break
		}
		if part.live && part.content != nil {
			// A piece may begin or end in another segment's pages only if it has other rights, which layout rules out.
			copy(b[part.start-s.Address:], part.content[:part.used])
		}
	}
	end := len(b)
	for end > 0 && b[end-1] == 0 {
		end--
	}
	return b[:end]
}

// Mode answers the rights of a segment as three letters or dashes: read, write, execute.
func (s *Segment) Mode() string {
	mode := []byte("r--")
	if s.Rights&writable != 0 {
		mode[1] = 'w'
	}
	if s.Rights&executable != 0 {
		mode[2] = 'x'
	}
	return string(mode)
}

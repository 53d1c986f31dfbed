package rt

import "warrant/kernel/abi"

// CapSet reads the CapSet page: the capabilities that the process had at its first instruction. An id in it stays right until the
// process releases or moves the capability.
type CapSet struct {
	page *Page
}

// Found says how a look-up by name ended.
type Found int

// How a look-up by name ends.
const (
	// Present says that the name stands for a capability of the interface that was asked for.
	Present Found = iota
	// Missing says that no entry has the name.
	Missing
	// OtherInterface says that the name stands for a capability of another interface.
	OtherInterface
)

// Granted is the CapSet of this process.
func Granted() CapSet { return CapSet{capSetPage} }

// CapSetOf reads the CapSet page at page.
func CapSetOf(page *Page) CapSet { return CapSet{page} }

// Len is the number of entries; a page without the magic number has none.
func (s CapSet) Len() int {
	if s.page == nil || s.page.Load64(abi.CapSetMagicOffset) != abi.CapSetMagic {
		return 0
	}
	n := s.page.Load32(abi.CapSetCount)
	if n > abi.CapSetMax {
		return abi.CapSetMax
	}
	return int(n)
}

// Entry is entry number i, in the order of the grants; 0 <= i < s.Len(). The name's bytes are those of the page.
func (s CapSet) Entry(i int) (name []byte, c abi.CapID, iface uint64) {
	at := uint32(abi.CapSetEntries + i*abi.CapSetEntrySize)
	length := s.page.Load32(at + abi.EntryNameLength)
	if length > abi.NameMax {
		length = abi.NameMax
	}
	start := at + abi.EntryName
	return s.page[start : start+length], abi.CapID(s.page.Load32(at + abi.EntryCap)), s.page.Load64(at + abi.EntryInterface)
}

// Named looks up a capability by name; ok is false when no entry has the name. Of two entries with one name the first counts.
func (s CapSet) Named(name string) (c abi.CapID, iface uint64, ok bool) {
	n := s.Len()
	for i := 0; i < n; i++ {
		entry, c, iface := s.Entry(i)
		if same(entry, name) {
			return c, iface, true
		}
	}
	return 0, 0, false
}

// Find looks up a capability by name. It gives out the id only when the capability is of the given interface.
func (s CapSet) Find(name string, iface uint64) (c abi.CapID, found Found) {
	c, has, ok := s.Named(name)
	switch {
	case !ok:
		return 0, Missing
	case has != iface:
		return 0, OtherInterface
	}
	return c, Present
}

// same says whether a and b are the same bytes.
func same(a []byte, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(b); i++ {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Need is the capability of that name in the process's CapSet. When there is none of the given interface, the process ends with
// abi.ExitPanic: for programs that can do nothing without it.
func Need(name string, iface uint64) (c abi.CapID) {
	c, found := Granted().Find(name, iface)
	switch found {
	case Missing:
		FailNamed("a capability is missing: ", name)
	case OtherInterface:
		FailNamed("a capability is of another interface: ", name)
	}
	return c
}

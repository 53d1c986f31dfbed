package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// TestCheck has a row per rule of the kernel and per boundary of a rule.
func TestCheck(t *testing.T) {
	long := strings.Repeat("n", abi.NameMax)
	tests := map[string]struct {
		spoil func(s *system)
		want  Refusal
	}{
		"as it is":              {func(s *system) {}, Refusal{}},
		"no service":            {func(s *system) { s.services = nil }, Refusal{}},
		"version before":        {func(s *system) { s.version-- }, Refusal{Kind: NotThisVersion, Index: abi.ManifestVersion - 1}},
		"version behind":        {func(s *system) { s.version++ }, Refusal{Kind: NotThisVersion, Index: abi.ManifestVersion + 1}},
		"shortest quantum":      {func(s *system) { s.quantum = MinimumQuantum }, Refusal{}},
		"too short quantum":     {func(s *system) { s.quantum = MinimumQuantum - 1 }, Refusal{Kind: ShortQuantum}},
		"no quantum":            {func(s *system) { s.quantum = 0 }, Refusal{Kind: ShortQuantum}},
		"no binary":             {func(s *system) { s.binaries = nil }, Refusal{Kind: NoInit}},
		"most binaries":         {func(s *system) { s.many(limits.Binaries) }, Refusal{}},
		"too many binaries":     {func(s *system) { s.many(limits.Binaries + 1) }, Refusal{Kind: ManyBinaries, Index: limits.Binaries + 1}},
		"binary without name":   {func(s *system) { s.binaries[1].name = "" }, Refusal{Kind: BadBinaryName, Index: 1}},
		"longest binary name":   {func(s *system) { s.binaries[1].name = long }, Refusal{}},
		"too long binary name":  {func(s *system) { s.binaries[2].name = long + "n" }, Refusal{Kind: BadBinaryName, Index: 2}},
		"same name twice":       {func(s *system) { s.binaries[2].name = "hello" }, Refusal{Kind: RepeatedBinary, Index: 2}},
		"same name as init":     {func(s *system) { s.binaries[1].name = "init" }, Refusal{Kind: RepeatedBinary, Index: 1}},
		"empty binary":          {func(s *system) { s.binaries[2].data = nil }, Refusal{Kind: EmptyBinary, Index: 2}},
		"init without name":     {func(s *system) { s.init = "" }, Refusal{Kind: NoInit}},
		"init not there":        {func(s *system) { s.init = "inits" }, Refusal{Kind: NoInit}},
		"init's name too long":  {func(s *system) { s.init = long + "n" }, Refusal{Kind: NoInit}},
		"init is the last":      {func(s *system) { s.init = "clock" }, Refusal{}},
		"no capability":         {func(s *system) { s.caps = nil }, Refusal{}},
		"most capabilities":     {func(s *system) { s.grant(limits.Grants) }, Refusal{}},
		"too many capabilities": {func(s *system) { s.grant(limits.Grants + 1) }, Refusal{Kind: ManyCaps, Index: limits.Grants + 1}},
		"cap without name":      {func(s *system) { s.caps[3].name = "" }, Refusal{Kind: BadCapName, Index: 3}},
		"cap name too long":     {func(s *system) { s.caps[0].name = long + "n" }, Refusal{Kind: BadCapName, Index: 0}},
		"same cap name twice":   {func(s *system) { s.caps[3].name = ConsoleName }, Refusal{Kind: RepeatedCap, Index: 3}},
		"same name as another":  {func(s *system) { s.caps[3].name = BootPackageName }, Refusal{Kind: RepeatedCap, Index: 3}},
		"last object":           {func(s *system) { s.caps[3].source = lastSource }, Refusal{}},
		"same object twice":     {func(s *system) { s.caps[3].source = capos.KernelSourceConsole }, Refusal{}},
		"no such object":        {func(s *system) { s.caps[2].source = lastSource + 1 }, Refusal{Kind: UnknownKernelSource, Index: 2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := small()
			test.spoil(s)
			module := s.bytes(t)
			var b Boot
			if r := Check(module, &b); r != test.want {
				t.Fatalf("Check answers %+v (%s), want %+v (%s)", r, r.Kind, test.want, test.want.Kind)
			}
			if r := Check(module, &b); r != test.want {
				t.Errorf("Check answers %+v the second time", r)
			}
			if test.want.Index != 0 && !test.want.Numbered() {
				t.Errorf("%s has an index that nobody would see", test.want.Kind)
			}
			if test.want == (Refusal{}) {
				s.compare(t, module, &b)
			}
		})
	}
}

// many makes s have n binaries.
func (s *system) many(n int) {
	for len(s.binaries) < n {
		s.binaries = append(s.binaries, binary{fmt.Sprintf("b%d", len(s.binaries)), []byte{1}})
	}
}

// grant gives init n capabilities.
func (s *system) grant(n int) {
	for len(s.caps) < n {
		s.caps = append(s.caps, capability{fmt.Sprintf("c%d", len(s.caps)), capos.KernelSourceTimer})
	}
}

// compare demands that Check, Find and Program answer what s says.
func (s *system) compare(t *testing.T, module []byte, b *Boot) {
	t.Helper()
	if b.Quantum != s.quantum || int(b.Binaries) != len(s.binaries) || int(b.GrantCount) != len(s.caps) {
		t.Errorf("quantum %d, %d binaries, %d grants", b.Quantum, b.Binaries, b.GrantCount)
	}
	for n, c := range s.caps {
		if want := (BootGrant{name.Of(c.name), c.source}); b.Grants[n] != want {
			t.Errorf("grant %d is %q of %s", n, b.Grants[n].Name.Text(), b.Grants[n].Source)
		}
	}
	for n, v := range s.binaries {
		index, found := Find(module, name.Of(v.name))
		if !found || int(index) != n {
			t.Errorf("Find(%q): %d, %v", v.name, index, found)
		}
		if (v.name == s.init) != (b.Init == index) {
			t.Errorf("init is binary %d", b.Init)
		}
		if image, ok := Program(module, index); !ok || !bytes.Equal(image, v.data) {
			t.Errorf("Program(%d): %q, %v", index, image, ok)
		}
	}
	if _, found := Find(module, name.Of("nothing")); found {
		t.Error("Find finds nothing")
	}
	if _, ok := Program(module, b.Binaries); ok {
		t.Error("Program answers a binary that is not there")
	}
}

// TestCheckBytes changes the bytes of a manifest rather than what it says.
func TestCheckBytes(t *testing.T) {
	good := small().bytes(t)
	var b Boot
	for n := range good {
		if r := Check(good[:n], &b); r.Kind != NotReadable || r.Detail != wire.ErrShort {
			t.Fatalf("the first %d of %d bytes: %s, %s", n, len(good), r.Kind, r.Detail)
		}
		if _, found := Find(good[:n], name.Of("init")); found {
			t.Fatalf("Find accepts the first %d bytes", n)
		}
		if _, ok := Program(good[:n], 0); ok {
			t.Fatalf("Program accepts the first %d bytes", n)
		}
	}
	for _, behind := range []int{1, 8, 4096} {
		if r := Check(append(bytes.Clone(good), make([]byte, behind)...), &b); r.Kind != TrailingBytes {
			t.Errorf("%d bytes behind it: %s", behind, r.Kind)
		}
	}
	accepted := 0
	for bit := range 8 * len(good) {
		flipped := bytes.Clone(good)
		flipped[bit/8] ^= 1 << (bit % 8)
		if r := Check(flipped, &b); r.Kind == Accepted {
			accepted++ // it changed a name, a number, the contents of a binary or something that the kernel does not look at
		}
	}
	if accepted == 8*len(good) || accepted == 0 {
		t.Errorf("%d of %d flipped bits are accepted", accepted, 8*len(good))
	}
}

// TestSpoiltPointers puts a capability, which no pointer of a manifest may be, in the place of each word.
func TestSpoiltPointers(t *testing.T) {
	good := small().bytes(t)
	lost, unreadable := 0, 0
	for at := 8; at < len(good); at += 8 {
		module := bytes.Clone(good)
		copy(module[at:], "\x03\x00\x00\x00\x00\x00\x00\x00")
		index, found := Find(module, name.Of("hello"))
		if found != (index == 1) || !found && index != 0 {
			t.Errorf("word %d: hello is binary %d, %v", at/8, index, found)
		}
		if !found {
			lost++
		}
		if image, ok := Program(module, 1); !ok && image != nil {
			t.Errorf("word %d: no program, with %d bytes", at/8, len(image))
		}
		var b Boot
		if Check(module, &b).Kind == NotReadable {
			unreadable++
		}
	}
	// Lost with the root, the list, its tag, the names of init and of hello, and the letters of hello; not readable with each pointer that
	// the kernel follows and the tags of two lists.
	if lost != 6 || unreadable != 18 {
		t.Errorf("hello is lost %d times, the manifest is not readable %d times", lost, unreadable)
	}
}

// TestRefusalStrings demands words of its own for each rule.
func TestRefusalStrings(t *testing.T) {
	seen := map[string]bool{RefusalKind(255).String(): true}
	plain := map[RefusalKind]bool{Accepted: true, NotReadable: true, TrailingBytes: true, ShortQuantum: true, NoInit: true}
	if (Refusal{Kind: 255}).Numbered() {
		t.Error("a rule that does not exist has a number")
	}
	for k := Accepted; k <= UnknownKernelSource; k++ {
		if (Refusal{Kind: k}).Numbered() == plain[k] {
			t.Errorf("%q has a number: %v", k, !plain[k])
		}
		if seen[k.String()] {
			t.Errorf("%d is %q, like another one", k, k)
		}
		seen[k.String()] = true
	}
}

// TestLastSource demands that the greatest kernel object that Check knows is the schema's.
func TestLastSource(t *testing.T) {
	if unknown := capos.KernelSource(65535).String(); lastSource.String() == unknown || (lastSource+1).String() != unknown {
		t.Errorf("the last kernel object is not %s", lastSource)
	}
}

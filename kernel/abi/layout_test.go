package abi_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warrant/kernel/abi"
)

// source is the package as it is written: its files, and the value of each of its constants.
type source struct {
	files  map[string]*ast.File
	values map[string]uint64
}

func parse(t *testing.T) *source {
	t.Helper()
	fset := token.NewFileSet()
	s := &source{files: map[string]*ast.File{}, values: map[string]uint64{}}
	var all []*ast.File
	for _, name := range []string{"address.go", "capset.go", "code.go", "halt.go", "opcode.go", "ring.go", "syscall.go", "doc.go"} {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		s.files[name] = f
		all = append(all, f)
	}
	pkg, err := new(types.Config).Check("abi", fset, all, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok {
			continue
		}
		if v, exact := constant.Uint64Val(constant.ToInt(c.Val())); exact {
			s.values[name] = v
		}
	}
	return s
}

var drawn = regexp.MustCompile(`(?m)^//\t(0x[0-9a-f_]+)  (\w+(?:, \w+)*)`)

// drawing returns the rows of the drawing in a file: the address and the constants named beside it.
func (s *source) drawing(t *testing.T, file string) (at []uint64, names [][]string) {
	t.Helper()
	for _, group := range s.files[file].Comments {
		for _, c := range group.List {
			for _, row := range drawn.FindAllStringSubmatch(c.Text, -1) {
				v, err := strconv.ParseUint(strings.ReplaceAll(row[1], "_", ""), 0, 64)
				if err != nil {
					t.Fatal(err)
				}
				var known []string
				for _, name := range strings.Split(row[2], ", ") {
					if _, ok := s.values[name]; ok {
						known = append(known, name)
					}
				}
				at, names = append(at, v), append(names, known)
			}
		}
	}
	return at, names
}

// The drawing above the constants and the constants say the same.
func TestDrawings(t *testing.T) {
	s := parse(t)
	for _, tt := range []struct {
		file string
		end  uint64 // of what is drawn
		want []string
	}{
		{"address.go", uint64(abi.UserTop) + 1, []string{"ImageBase", "ImageTop", "StackBase", "StackTop", "RingAddr", "CapSetAddr", "MapBase", "MapTop", "UserTop"}},
		{"ring.go", abi.PageSize, []string{"RingSQTail", "RingCQHead", "RingSQHead", "RingCQTail", "RingCQOverflow", "RingSQ", "RingCQ"}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			at, names := s.drawing(t, tt.file)
			found := slices.Concat(names...)
			if !slices.Equal(found, tt.want) {
				t.Fatalf("the drawing names %v, want %v", found, tt.want)
			}
			if !slices.IsSorted(at) {
				t.Errorf("the rows of the drawing do not ascend: %x", at)
			}
			for i, row := range names {
				behind := tt.end
				if i+1 < len(at) {
					behind = at[i+1]
				}
				for j, name := range row {
					v := s.values[name]
					if j == 0 && v != at[i] || v < at[i] || v >= behind {
						t.Errorf("%s is %#x, drawn at %#x to %#x", name, v, at[i], behind)
					}
				}
			}
		})
	}
}

var sizes = map[string]uint64{"uint16": 2, "uint32": 4, "int32": 4, "uint64": 8, "NameMax bytes": abi.NameMax}

var sized = regexp.MustCompile(`\b(u?int(?:16|32|64)|NameMax bytes)\b`)

// fields returns offset and size of each constant of a file with the given prefix whose comment names a type.
func (s *source) fields(file, prefix string) map[string][2]uint64 {
	fields := map[string][2]uint64{}
	ast.Inspect(s.files[file], func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, prefix) {
			return true
		}
		typ := sized.FindString(spec.Doc.Text() + spec.Comment.Text())
		if typ != "" {
			fields[spec.Names[0].Name] = [2]uint64{s.values[spec.Names[0].Name], sizes[typ]}
		}
		return true
	})
	return fields
}

// Every field is aligned, none overlaps another, and none reaches over the end of what it is a field of.
func TestFields(t *testing.T) {
	s := parse(t)
	for _, tt := range []struct {
		file, prefix string
		count        int
		end          uint64
		dense        bool // no byte belongs to no field
	}{
		{"ring.go", "SQE", 13, abi.SQESize, true},
		{"ring.go", "CQE", 5, abi.CQEZero, true},
		{"ring.go", "Record", 3, abi.RecordSize, true},
		{"ring.go", "Ring", 6, abi.RingSQ, false},
		{"capset.go", "Entry", 4, abi.CapSetEntrySize, true},
		{"capset.go", "CapSet", 2, abi.CapSetEntries, false},
	} {
		t.Run(tt.prefix, func(t *testing.T) {
			fields := s.fields(tt.file, tt.prefix)
			if len(fields) != tt.count {
				t.Fatalf("%d fields with a type, want %d: %v", len(fields), tt.count, fields)
			}
			next := uint64(0)
			for _, name := range slices.SortedFunc(maps.Keys(fields), func(a, b string) int { return int(fields[a][0]) - int(fields[b][0]) }) {
				at, size := fields[name][0], fields[name][1]
				if at < next || tt.dense && at != next {
					t.Errorf("%s starts at %d, the field before it ends at %d", name, at, next)
				}
				if at%min(size, 8) != 0 {
					t.Errorf("%s at %d is not aligned to its size %d", name, at, size)
				}
				next = at + size
			}
			if next > tt.end || tt.dense && next != tt.end {
				t.Errorf("the last field ends at %d, want %d", next, tt.end)
			}
		})
	}
}

// The two queues are in the ring page, behind the words, and share nothing.
func TestQueuesFit(t *testing.T) {
	if end := abi.RingSQ + abi.SQEntries*abi.SQESize; end > abi.RingCQ {
		t.Errorf("the submission queue ends at %#x, inside the completion queue at %#x", end, abi.RingCQ)
	}
	if end := abi.RingCQ + abi.CQEntries*abi.CQESize; end > abi.PageSize {
		t.Errorf("the completion queue ends at %#x, behind the page", end)
	}
	if end := abi.CapSetEntries + abi.CapSetMax*abi.CapSetEntrySize; end > abi.PageSize {
		t.Errorf("the CapSet ends at %#x, behind the page", end)
	}
}

// The map of a process: what is page-aligned must be, the guard below the stack is at least a page, nothing reaches the kernel's half.
func TestAddressMap(t *testing.T) {
	for name, a := range map[string]abi.VirtAddr{"ImageBase": abi.ImageBase, "ImageTop": abi.ImageTop, "StackBase": abi.StackBase,
		"StackTop": abi.StackTop, "RingAddr": abi.RingAddr, "CapSetAddr": abi.CapSetAddr, "UserTop": abi.UserTop} {
		if a%abi.PageSize != 0 {
			t.Errorf("%s = %#x is inside a page", name, uint64(a))
		}
	}
	if abi.StackBase < abi.ImageTop+abi.PageSize {
		t.Error("no guard page between the image and the stack")
	}
	if abi.StackTop != abi.StackBase+abi.StackPages*abi.PageSize {
		t.Error("the stack does not have StackPages pages")
	}
	if abi.UserTop > 1<<47-abi.PageSize {
		t.Error("user space has no unmapped page below the hole")
	}
}

// Numbers that stand for different things differ, and none of the closed lists changes by accident.
func TestNumbers(t *testing.T) {
	s := parse(t)
	for prefix, count := range map[string]int{"Op": 8, "Halt": 8, "Sys": 2} {
		seen := map[uint64]string{}
		for name, v := range s.values {
			if !strings.HasPrefix(name, prefix) {
				continue
			}
			if other, twice := seen[v]; twice {
				t.Errorf("%s and %s are both %d", name, other, v)
			}
			seen[v] = name
		}
		if len(seen) != count {
			t.Errorf("%d constants %s..., want %d", len(seen), prefix, count)
		}
	}
	for want, got := range []abi.Code{abi.CodeOK, abi.CodeInvalidRequest, abi.CodeInvalidParams, abi.CodeInvalidResult, abi.CodeInvokeFailed,
		abi.CodeUnsupportedOpcode, abi.CodeException, abi.CodeExceptionTruncated, abi.CodeTransferFailed, abi.CodeResultTooLarge} {
		if int(got) != -want {
			t.Errorf("code %d is %d", -want, got)
		}
	}
}

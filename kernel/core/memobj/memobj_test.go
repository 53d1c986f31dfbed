package memobj

import (
	"testing"

	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
)

// Invariant: CAP-8
func TestEpochsEnd(t *testing.T) {
	const last = LastEpoch
	for _, tt := range []struct {
		name              string
		generation, views uint32
		after, viewsAfter uint32
		usable            bool
	}{
		{"the first life", 0, 0, 1, 1, true},
		{"views revoked before", 3, 9, 4, 10, true},
		{"the last but one", last - 1, last - 1, last, last, true},
		{"the last generation", last, 5, last, 5, false},
		{"the last epoch of views", 5, last, 5, last, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := Object{Generation: tt.generation, Views: tt.views}
			if !o.Usable() {
				t.Fatal("it cannot be opened")
			}
			o.Open(6)
			if !o.Live || o.Owner != 6 || o.Usable() || o.Generation != tt.generation || o.Views != tt.views || o.Pages() != 0 {
				t.Fatalf("open it is %+v", o)
			}
			o.Close()
			if o.Live || o.Usable() != tt.usable || o.Generation != tt.after || o.Views != tt.viewsAfter {
				t.Errorf("closed it is live %v, generation %d, views %d, usable %v", o.Live, o.Generation, o.Views, o.Usable())
			}
		})
	}
}

// Invariant: CAP-8
func TestRevokeViews(t *testing.T) {
	for _, tt := range []struct {
		views, after uint32
		ok           bool
	}{{0, 1, true}, {LastEpoch - 1, LastEpoch, true}, {LastEpoch, LastEpoch, false}} {
		o := Object{Live: true, Views: tt.views}
		want := Object{Live: true, Views: tt.after}
		if ok := o.RevokeViews(); ok != tt.ok || o != want {
			t.Errorf("from epoch %d: %v, then %d", tt.views, ok, o.Views)
		}
	}
}

func TestPages(t *testing.T) {
	var o Object
	o.Open(1)
	if f, ok := o.RemoveLast(); f != memory.NoFrame || ok {
		t.Errorf("the last page of none is %d", f)
	}
	for i := range uint32(limits.ObjectPages) {
		if o.Pages() != i || !o.Add(memory.Frame(1000+i)) {
			t.Fatalf("no place for page %d of %d", i, o.Pages())
		}
	}
	before := o
	if o.Add(7) || o != before {
		t.Error("one page too many")
	}
	for i := range uint32(limits.ObjectPages) {
		if o.Frame(i) != memory.Frame(1000+i) {
			t.Errorf("page %d is frame %d", i, o.Frame(i))
		}
	}
	for i := uint32(limits.ObjectPages); i > 0; i-- {
		if f, ok := o.RemoveLast(); f != memory.Frame(1000+i-1) || !ok || o.Pages() != i-1 {
			t.Fatalf("page %d is frame %d, %v; %d left", i-1, f, ok, o.Pages())
		}
	}
	o.Close()
	o.Open(2)
	if f, ok := o.RemoveLast(); f != memory.NoFrame || ok || o.Pages() != 0 {
		t.Errorf("the next life begins with page %d", f)
	}
}

func TestParked(t *testing.T) {
	var o Object
	o.Open(1)
	if process, place, ok := o.FirstParked(); process != 0 || place != 0 || ok {
		t.Errorf("%d, %d waits at a new object", process, place)
	}
	for i := range uint32(limits.Parked) {
		if !o.Park(i, i+1, uint64(i%2)*4) {
			t.Fatalf("no place for %d", i)
		}
	}
	if o.Park(99, 99, 0) {
		t.Error("one waits too many")
	}
	if process, place, ok := o.FirstParked(); process != 0 || place != 1 || !ok {
		t.Errorf("first is %d, %d, %v", process, place, ok)
	}
	if !o.Unparked(3, 4) || o.Unparked(3, 4) || o.Unparked(5, 5) {
		t.Error("who waits no longer")
	}
	for _, tt := range []struct {
		offset         uint64
		process, place uint32
		ok             bool
	}{{4, 1, 2, true}, {4, 5, 6, true}, {0, 0, 1, true}, {8, 0, 0, false}, {0, 2, 3, true}} {
		if process, place, ok := o.Unpark(tt.offset); process != tt.process || place != tt.place || ok != tt.ok {
			t.Errorf("Unpark(%d) = %d, %d, %v, want %d, %d, %v", tt.offset, process, place, ok, tt.process, tt.place, tt.ok)
		}
	}
}

// Package unsupported has, for each construct that the model checker does not follow, a harness that reaches it and so fails. One
// harness has them all out of reach, and holds.
package unsupported

import (
	"math"
	"os"
	"reflect"
	"sync"
	"unsafe"

	"warrant/verify/prove"
)

// want: unsupported FAILURE
func ProofGoroutineTwin() { go prove.Cover(true) }

// want: unsupported FAILURE
func ProofChannelTwin() {
	c := make(chan int, 1)
	c <- 1
}

// want: unsupported FAILURE
func ProofSelectTwin() {
	var c chan int
	select {
	case <-c:
	default:
	}
}

// want: unsupported FAILURE
func ProofFloatTwin() {
	x := float64(prove.Any[uint8]())
	prove.Assert(x/2 >= 0)
}

// want: unsupported FAILURE
func ProofReflectionTwin() {
	prove.Assert(reflect.ValueOf(prove.Any[uint8]()).Uint() < 256)
}

// want: unsupported FAILURE
func ProofUnsafeTwin() {
	x := prove.Any[uint32]()
	prove.Assert(*(*[4]byte)(unsafe.Pointer(&x)) != [4]byte{1, 2, 3, 4})
}

// want: unsupported FAILURE
func ProofSystemTwin() {
	prove.Assert(os.Getpid() > 0)
}

// want: unsupported FAILURE
func ProofLockTwin() {
	var lock sync.Mutex
	lock.Lock()
	lock.Lock()
}

// want: assertion SUCCESS
func ProofLock() {
	var lock sync.Mutex
	n := prove.Any[uint8]()
	lock.Lock()
	n /= 2
	lock.Unlock()
	prove.Assert(n < 128)
}

// want: unsupported FAILURE
func ProofGapTwin() {
	x := prove.Any[uint16]()
	if x == 40000 {
		prove.Assert(math.Sqrt(float64(x)) == 200)
	}
}

// want: assertion SUCCESS
func ProofOutOfReach() {
	x := prove.Any[uint8]()
	if x%2 == 0 && x%4 == 1 {
		go prove.Cover(true)
		var c chan int
		<-c
		prove.Assert(math.Sqrt(float64(x)) == reflect.ValueOf(x).Float())
		prove.Assert(*(*byte)(unsafe.Pointer(&x)) == 0 && os.Getpid() == 0)
	}
	prove.Assert(x>>8 == 0)
}

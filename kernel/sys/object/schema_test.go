package object

import (
	"testing"

	"warrant/kernel/core/captable"
	"warrant/lib/capos"
)

// TestSchemaNumbers demands that who reads Monitor.hold finds the numbers of the schema.
func TestSchemaNumbers(t *testing.T) {
	kinds := map[uint32]capos.ObjectKind{
		Nothing: capos.ObjectKindNothing, Console: capos.ObjectKindConsole, BootPackage: capos.ObjectKindBootPackage,
		ProcessSpawner: capos.ObjectKindProcessSpawner, ProcessHandle: capos.ObjectKindProcessHandle, Timer: capos.ObjectKindTimer,
		SystemInfo: capos.ObjectKindSystemInfo, SessionSpawner: capos.ObjectKindSessionSpawner, ObjectMaker: capos.ObjectKindObjectMaker,
		Endpoint: capos.ObjectKindEndpoint, Facet: capos.ObjectKindFacet, Notification: capos.ObjectKindNotification,
		Signal: capos.ObjectKindSignal, FrameAllocator: capos.ObjectKindFrameAllocator, MemoryObject: capos.ObjectKindMemoryObject,
		MemoryView: capos.ObjectKindMemoryView, MemoryReader: capos.ObjectKindMemoryReader, VirtualMemory: capos.ObjectKindVirtualMemory,
		Monitor: capos.ObjectKindMonitor,
	}
	for kind, want := range kinds {
		if uint32(want) != kind {
			t.Errorf("kind %d is %s in the schema", kind, capos.ObjectKind(kind))
		}
	}
	if len(kinds) != int(Monitor)+1 {
		t.Errorf("%d kinds are compared, there are %d", len(kinds), Monitor+1)
	}
	origins := map[captable.Origin]capos.CapabilityOrigin{
		captable.FromKernel: capos.CapabilityOriginKernel, captable.FromSpawn: capos.CapabilityOriginSpawn,
		captable.FromResult: capos.CapabilityOriginResult, captable.FromTransfer: capos.CapabilityOriginTransfer,
	}
	for origin, want := range origins {
		if uint16(want) != uint16(origin) {
			t.Errorf("origin %d is %s in the schema", origin, capos.CapabilityOrigin(origin))
		}
	}
}

// TestWordLayout demands that what Word answers for is one word of data by the schema, and nothing else.
func TestWordLayout(t *testing.T) {
	for name, layout := range map[string][3]int{
		"Timer.now":             {capos.TimerNowResultsDataWords, capos.TimerNowResultsPointers, capos.TimerNowResultsNanosecondsAt},
		"Timer.sleep":           {capos.TimerSleepResultsDataWords, capos.TimerSleepResultsPointers, capos.TimerSleepResultsNanosecondsAt},
		"VirtualMemory.reserve": {capos.VirtualMemoryReserveResultsDataWords, capos.VirtualMemoryReserveResultsPointers, capos.VirtualMemoryReserveResultsAddressAt},
		"VirtualMemory.map":     {capos.VirtualMemoryMapResultsDataWords, capos.VirtualMemoryMapResultsPointers, capos.VirtualMemoryMapResultsAddressAt},
		"MemoryObject.map":      {capos.MemoryObjectMapResultsDataWords, capos.MemoryObjectMapResultsPointers, capos.MemoryObjectMapResultsAddressAt},
		"MemoryView.map":        {capos.MemoryViewMapResultsDataWords, capos.MemoryViewMapResultsPointers, capos.MemoryViewMapResultsAddressAt},
	} {
		if layout != [3]int{1, 0, 0} {
			t.Errorf("the results of %s have %d words of data and %d pointers, the number at byte %d", name, layout[0], layout[1], layout[2])
		}
	}
}

package amd64

// gates is the interrupt descriptor table: two words for each of 256 vectors. SDM volume 3A, section 6.14.1.
var gates [2 * 256]uint64

// setGate makes handler the target of a vector, on interrupt stack ist (0 for none); with user, ring 3 may raise it by an instruction.
func setGate(vector, handler, ist uint64, user bool) {
	const present, interruptGate = 1 << 47, 14 << 40
	low := handler&0xffff | selectorKernelCode<<16 | ist<<32 | interruptGate | present | handler>>16&0xffff<<48
	if user {
		low |= 3 << 45
	}
	gates[2*vector] = low
	gates[2*vector+1] = handler >> 32
}

// installInterrupts loads the interrupt descriptor table.
func installInterrupts() {
	base := vectorsAddress()
	for vector := uint64(0); vector <= vectorTimer; vector++ {
		ist := uint64(0)
		switch vector {
		case 1:
			ist = istDebug
		case 2:
			ist = istNMI
		case 8:
			ist = istDouble
		case 18:
			ist = istCheck
		}
		// INT3 is the one exception that a program raises on purpose.
		setGate(vector, base+16*vector, ist, vector == 3)
	}
	for vector := uint64(vectorPIC); vector < vectorPIC+16; vector++ {
		setGate(vector, spuriousAddress(), 0, false)
	}
	setGate(vectorSpurious, spuriousAddress(), 0, false)
	loadInterrupts(addressOfGates(), uint64(len(gates)*8-1))
}

// maskPIC moves the interrupts of the 8259 pair away from the exceptions and masks them all: firmware leaves them on. Intel 8259A data
// sheet, initialisation command words.
func maskPIC() {
	outb(0x20, 0x11)
	outb(0xa0, 0x11)
	outb(0x21, vectorPIC)
	outb(0xa1, vectorPIC+8)
	outb(0x21, 4)
	outb(0xa1, 2)
	outb(0x21, 1)
	outb(0xa1, 1)
	outb(0x21, 0xff)
	outb(0xa1, 0xff)
}

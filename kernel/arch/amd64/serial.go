package amd64

// The first serial port, a 16550. National Semiconductor PC16550D data sheet, table II.
const (
	serialData   = 0x3f8
	serialEnable = serialData + 1
	serialFIFO   = serialData + 2
	serialLine   = serialData + 3
	serialModem  = serialData + 4
	serialStatus = serialData + 5

	serialEmpty = 0x20
	// serialPatience is how often the status is read before a byte is given up.
	serialPatience = 100000
)

// installSerial sets 115200 baud, 8 bits, no parity, FIFOs on, interrupts off.
func installSerial() {
	outb(serialEnable, 0)
	outb(serialLine, 0x80)
	outb(serialData, 1)
	outb(serialEnable, 0)
	outb(serialLine, 3)
	outb(serialFIFO, 7)
	outb(serialModem, 3)
}

// Console writes b to the first serial port. A byte that the port does not take in time is lost.
func Console(b []byte) {
	for i := 0; i < len(b); i++ {
		putByte(b[i])
	}
}

func putByte(c byte) {
	for i := 0; i < serialPatience; i++ {
		if inb(serialStatus)&serialEmpty != 0 {
			outb(serialData, c)
			return
		}
	}
}

func putString(s string) {
	for i := 0; i < len(s); i++ {
		putByte(s[i])
	}
}

// putHex writes v as 0x and 16 digits.
func putHex(v uint64) {
	putString("0x")
	for shift := 60; shift >= 0; shift -= 4 {
		putByte("0123456789abcdef"[v>>shift&15])
	}
}

// +gobra

// Package circbuf is an excerpt of github.com/armon/circbuf v0.0.0-20190214190532 (circbuf.go, MIT licence, see LICENSE beside this file)
// with contracts. Bodies are as they are there; results got names.
package circbuf

// Buffer implements a circular buffer. It is a fixed size,
// and new writes overwrite older data, such that for a buffer
// of size N, for any amount of writes, only the last N bytes
// are retained.
type Buffer struct {
	data        []byte
	size        int64
	writeCursor int64
	written     int64
}

// @ preserves acc(b)
// @ requires  0 <= b.writeCursor && b.writeCursor < b.size
// @ ensures   b.written == old(b.written) + int64(len(buf)) && n == len(buf)
// @ decreases

// Write writes up to len(buf) bytes to the internal ring,
// overriding older data if necessary.
func (b *Buffer) Write(buf []byte) (n int, err error) {
	// Account for total bytes written
	n = len(buf)
	b.written += int64(n)

	// If the buffer is larger than ours, then we only care
	// about the last size bytes anyways
	if int64(n) > b.size {
		buf = buf[int64(n)-b.size:]
	}

	// Copy in place
	remain := b.size - b.writeCursor
	copy(b.data[b.writeCursor:], buf)
	if int64(len(buf)) > remain {
		copy(b.data, buf[remain:])
	}

	// Update location of the cursor
	b.writeCursor = ((b.writeCursor + int64(len(buf))) % b.size)
	return n, nil
}

// @ preserves acc(b)
// @ ensures   n == b.size
// @ decreases

// Size returns the size of the buffer
func (b *Buffer) Size() (n int64) {
	return b.size
}

// @ preserves acc(b)
// @ ensures   n == b.written
// @ decreases

// TotalWritten provides the total number of bytes written
func (b *Buffer) TotalWritten() (n int64) {
	return b.written
}

// @ preserves acc(b)
// @ ensures   b.written == 0 && b.writeCursor == 0 && b.size == old(b.size)
// @ decreases

// Reset resets the buffer so it has no content.
func (b *Buffer) Reset() {
	b.writeCursor = 0
	b.written = 0
}

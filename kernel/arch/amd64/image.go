package amd64

// Flags of a segment of the image: those of an ELF program header.
const (
	segmentExecutable = 1
	segmentWritable   = 2
)

// segment is a page-aligned part of the kernel's image: virtual addresses start to end-1.
type segment struct {
	start, end, flags uint64
}

// imageSegments is the greatest number of segments of the image.
const imageSegments = 8

// image is the segments of the kernel's image. `warrant image`, which decides what they are, fills it in; an unused one is zero. The
// value here marks the place.
var image = [imageSegments]segment{{start: 0x57_41_52_52_41_4e_54, end: 0x49_4d_41_47_45}}

// imageEnd answers the first virtual address behind the image.
func imageEnd() (end uint64) {
	for i := 0; i < imageSegments; i++ {
		if image[i].end > end {
			end = image[i].end
		}
	}
	return end
}

// ImageStart answers the first physical address of the kernel's image.
func ImageStart() (address uint64) {
	address = never
	for i := 0; i < imageSegments; i++ {
		if image[i].end != 0 && image[i].start < address {
			address = image[i].start
		}
	}
	return address - KernelBase
}

// KernelEnd answers the first physical address that may hold anything but the kernel: the end of its image, rounded up to 2 MiB.
// Memory below it is in no other mapping than the image's own.
func KernelEnd() (address uint64) {
	return (ImageEnd() + largePage - 1) / largePage * largePage
}

// ImageEnd answers the first physical address behind the kernel's image.
func ImageEnd() (address uint64) {
	return imageEnd() - KernelBase
}

package bmc

// Bounds limit what an execution may do. A rule per bound demands that no execution wants more, so a bound that is too
// small fails the harness and never hides anything.
type Bounds struct {
	// Unwind is how often the condition that keeps a loop going may be undecided before the loop must end: a loop may run
	// Unwind times on a condition that depends on the inputs, and as often as it likes on constants.
	Unwind int
	// Loops overrides Unwind for loops by place, "file.go:line" with the base name of the file.
	Loops map[string]int
	// Recursion is how many calls of one function may be active at a time.
	Recursion int
	// Slice is the largest capacity of a slice made with a length that depends on inputs.
	Slice int
	// Map is the largest number of entries of a map.
	Map int
	// Cells is the largest number of elements of one array.
	Cells int
	// Dense is the number of elements up to which arrays are listed element by element. Longer ones are kept as changes to what
	// they started from, which costs by the number of accesses and not of elements.
	Dense int
	// Patience is how many undecided iterations a loop runs before a solver is asked whether it can go on. Where constants end every
	// loop anyway, a patience beyond them saves the questions.
	Patience int
	// Steps is the largest number of instructions that one harness may take symbolically.
	Steps int
	// RuntimeGrowth gives a slice that append moves exactly the capacity that the gc runtime's formula gives. Without it the
	// capacity is any that the toolchain could choose, which is slower and proves more.
	RuntimeGrowth bool
}

// DefaultBounds are bounds that suit small functions.
func DefaultBounds() Bounds {
	return Bounds{Unwind: 20, Recursion: 10, Slice: 64, Map: 16, Cells: 8192, Dense: 8192, Steps: 5_000_000}
}

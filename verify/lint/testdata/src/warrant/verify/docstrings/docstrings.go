// Package docstrings has good and bad doc comments.
package docstrings

// Good is a good constant.
const Good = 1

const Bare = 2 // want `Bare has no doc comment`

// The constants of a group. Named stands here.
const (
	// First is the first.
	First  = iota
	Second // has a comment on its line
	Named
	// Wrong word.
	Third // want `doc comment of Third does not name it`

	Fourth = "silent" + // want `Fourth has no doc comment`
		"too"

	fifth = 5
)

// Colours are an enumeration; its comment is enough.
const (
	Red = iota
	Green
	Last = 7   // has a comment on its line
	Lost = 8 + // want `Lost has no doc comment`
		1
)

const (
	North = iota // the comment is on the line

	East = iota + // want `East has no doc comment`
		1
)

// A start with another word.
type Start struct{} // want `doc comment of Start starts with "A"`

// Start's method is not named.
func (*Start) Method() {} // want `doc comment of Method starts with "Start's"`

// Stop stops a Start.
func (s Start) Stop() {}

func (Start) Silent() {} // want `Silent has no doc comment`

func (Start) hidden() {}

type unexported struct{}

func (unexported) Exported() {}

// Box holds one value of any kind.
type Box[T any] struct{ value T }

func (*Box[T]) Open() {} // want `Open has no doc comment`

// Foo
func Foo() {} // want `doc comment of Foo says nothing`

// Types of a group do not name each member.
type (
	// Left is one side.
	Left  int
	Right int // want `Right has no doc comment`
)

// @ requires true

// Proved has its contract apart from its doc comment.
func Proved() {}

// X, Y are two variables of one line.
var X, Y int

// Z alone is not enough.
var W int // want `doc comment of W starts with "Z"`

// What can go wrong; the texts say it.
var (
	ErrFull = failure{1, "the table is full"}

	ErrEmpty = failure{2, "empty" + // want `ErrEmpty has no doc comment`
		"!"}
)

var (
	ErrLost = failure{3, "in a group without " + // want `ErrLost has no doc comment`
		"a comment"}
)

type failure struct {
	number int
	text   string
}

package annot

import "fmt"

// Pos is a place in a source file; Line and Col count from 1, Col in bytes.
type Pos struct {
	File string
	Line int
	Col  int
}

// String is file:line:col.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Kind is the class of a token.
type Kind uint8

// The classes of tokens. Keywords are identifiers to the scanner; the parser knows them by their text and place.
const (
	EOF Kind = iota
	Identifier
	Integer
	Float
	Character
	Text
	Operator
)

// Token is one token: its class, its text as written, its place, and whether it stands in an annotation.
type Token struct {
	Kind  Kind
	Text  string
	Pos   Pos
	End   Pos
	Ghost bool
	// Auto says that a newline, not the author, put this semicolon there.
	Auto bool
}

// Directive is a `//gosure:` comment: its name, the rest of the line, its place and whether it stands on a line of its own.
type Directive struct {
	Name string
	Args string
	Pos  Pos
}

// Error is a rule of the language that the input broke, and where.
type Error struct {
	Pos     Pos
	Message string
}

// Error is the place and the message.
func (e *Error) Error() string { return e.Pos.String() + ": " + e.Message }

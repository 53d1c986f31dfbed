package annot

// Node is a piece of syntax with its place.
type Node interface {
	// At is where the node starts.
	At() Pos
}

// Place is the start of a node; every node embeds one.
type Place struct{ Start Pos }

// At is where the node starts.
func (p Place) At() Pos { return p.Start }

// Expr is an expression, an assertion or a type, as written.
type Expr interface{ Node }

// The expressions that Go has.
type (
	// Ident is a name.
	Ident struct {
		Place
		Name string
	}
	// Literal is an integer, character, string or float literal.
	Literal struct {
		Place
		Kind Kind
		Text string
	}
	// Paren is an expression in parentheses.
	Paren struct {
		Place
		X Expr
	}
	// Selector is X.Name.
	Selector struct {
		Place
		X    Expr
		Name string
	}
	// Index is X[I].
	Index struct {
		Place
		X, I Expr
	}
	// Reslice is X[Low:High:Max]; each bound may be nil.
	Reslice struct {
		Place
		X, Low, High, Max Expr
	}
	// Call is Fun(Args...), a conversion, or a predicate instance.
	Call struct {
		Place
		Fun  Expr
		Args []Expr
		// Spread says that the last argument is followed by three dots.
		Spread bool
	}
	// Unary is Op X; Op "*" is a dereference and "&" an address.
	Unary struct {
		Place
		Op string
		X  Expr
	}
	// Binary is X Op Y; its place is that of the operator's left operand, OpPos that of the operator.
	Binary struct {
		Place
		OpPos Pos
		Op    string
		X, Y  Expr
	}
	// Element is one element of a composite literal; Key may be nil.
	Element struct {
		Key, Value Expr
	}
	// Composite is Type{Elements...}; Type is nil for an inner literal whose type follows from the outer one.
	Composite struct {
		Place
		Type     Expr
		Elements []Element
	}
	// FuncLit is a function literal; it is read only to be refused by name.
	FuncLit struct{ Place }
	// TypeAssert is X.(Type); it is read only to be refused by name.
	TypeAssert struct {
		Place
		X Expr
	}
)

// The types as written.
type (
	// ArrayType is [Len]Elem; Len is nil for a slice and an Ident "..." for [...].
	ArrayType struct {
		Place
		Len, Elem Expr
		Slice     bool
	}
	// PointerType stands where only a type can: *Elem.
	PointerType struct {
		Place
		Elem Expr
	}
	// StructType is struct{...}; Ghost for `ghost struct`.
	StructType struct {
		Place
		Fields []Field
		Ghost  bool
	}
	// CollectionType is seq[Elem], set[Elem], mset[Elem], option[Elem] or dict[Key]Elem.
	CollectionType struct {
		Place
		Name      string
		Key, Elem Expr
	}
	// OtherType is a type that only its name in an error message needs: map, chan, func, interface.
	OtherType struct {
		Place
		Name string
	}
)

// Field is one field, parameter or result; Name is empty when not given.
type Field struct {
	Place
	Name  string
	Type  Expr
	Ghost bool
	// Embedded says that the field's name is that of its type.
	Embedded bool
	// Variadic says that the parameter's type follows three dots.
	Variadic bool
}

// The expressions of annotations.
type (
	// Update is X[Key = Value, ...].
	Update struct {
		Place
		X       Expr
		Updates []Element
	}
	// SeqRange is seq[Low .. High].
	SeqRange struct {
		Place
		Low, High Expr
	}
	// Conditional is Cond ? Then : Else.
	Conditional struct {
		Place
		Cond, Then, Else Expr
	}
	// Quantifier is forall or exists.
	Quantifier struct {
		Place
		Forall   bool
		Vars     []Field
		Triggers [][]Expr
		Body     Expr
	}
	// Let is let Name := X in Body.
	Let struct {
		Place
		Name string
		X    Expr
		Body Expr
	}
	// Old is old(X), old[Label](X) or before(X); Label is "before" for the last.
	Old struct {
		Place
		Label string
		X     Expr
	}
	// Unfolding is unfolding Instance in Body.
	Unfolding struct {
		Place
		Instance, Body Expr
	}
	// Acc is acc(X) or acc(X, Perm); Perm is nil when full and an Ident "_" for a wildcard.
	Acc struct {
		Place
		X, Perm Expr
	}
	// Reveal is reveal Call.
	Reveal struct {
		Place
		Call Expr
	}
)

// Stmt is a statement.
type Stmt interface{ Node }

// The statements; Ghost marks what stands in an annotation or behind the word ghost.
type (
	// Block is {...}.
	Block struct {
		Place
		List []Stmt
		End  Pos
	}
	// Assign is Left Op Right, Op being =, := or one like +=.
	Assign struct {
		Place
		Left, Right []Expr
		Op          string
		Ghost       bool
		// Shared are the names marked `x@`.
		Shared map[string]bool
	}
	// Declare is var names Type = values inside a function.
	Declare struct {
		Place
		Names  []string
		Type   Expr
		Values []Expr
		Ghost  bool
		Shared map[string]bool
	}
	// LocalConst is const inside a function.
	LocalConst struct {
		Place
		Consts []*Const
	}
	// Step is X++ or X--.
	Step struct {
		Place
		X     Expr
		Op    string
		Ghost bool
	}
	// ExprStmt is an expression, that is a call, as a statement.
	ExprStmt struct {
		Place
		X     Expr
		Ghost bool
	}
	// If is if Init; Cond Then else Else.
	If struct {
		Place
		Init Stmt
		Cond Expr
		Then *Block
		// Else is a *Block, an *If or nil.
		Else  Stmt
		Ghost bool
	}
	// For is a loop with its specification.
	For struct {
		Place
		Label string
		Spec  Spec
		Init  Stmt
		Cond  Expr
		Post  Stmt
		Body  *Block
		Ghost bool
	}
	// Range is for Key, Value := range X with its specification; With is the ghost name of the index.
	Range struct {
		Place
		Label      string
		Spec       Spec
		Key, Value Expr
		Define     bool
		X          Expr
		With       string
		Body       *Block
	}
	// Case is one case of a switch; Values is nil and Default true for default.
	Case struct {
		Place
		Values  []Expr
		Default bool
		Body    []Stmt
	}
	// Switch is an expression switch.
	Switch struct {
		Place
		Label string
		Init  Stmt
		Tag   Expr
		Cases []Case
		Ghost bool
	}
	// Return is return Values.
	Return struct {
		Place
		Values []Expr
	}
	// Branch is break, continue, goto or fallthrough.
	Branch struct {
		Place
		Word, Label string
	}
	// Labeled is Label: Stmt; a ghost label names a state for old[Label].
	Labeled struct {
		Place
		Label string
		Stmt  Stmt
	}
	// Defer is defer Stmt.
	Defer struct {
		Place
		Stmt  Stmt
		Ghost bool
	}
	// Assertion is assert, assume, inhale, exhale or refute X.
	Assertion struct {
		Place
		Word string
		X    Expr
	}
	// FoldStmt is fold or unfold X.
	FoldStmt struct {
		Place
		Unfold bool
		X      Expr
	}
	// Outline is outline ( List ) with its contract.
	Outline struct {
		Place
		Spec Spec
		List []Stmt
		End  Pos
	}
	// Empty is an empty statement.
	Empty struct{ Place }
)

// Clause is one clause of a contract or loop specification.
type Clause struct {
	Place
	// Word is requires, preserves, ensures or invariant.
	Word string
	X    Expr
}

// Measure is a decreases clause: the tuple, a wildcard, and its condition or nil.
type Measure struct {
	Place
	Tuple    []Expr
	Wildcard bool
	If       Expr
}

// Spec is a contract or loop specification.
type Spec struct {
	Clauses  []Clause
	Measures []Measure
	Pure     bool
	Opaque   bool
	Trusted  bool
	Ghost    bool
	// TrustedAt is the place of the word trusted.
	TrustedAt Pos
}

// Decl is a declaration.
type Decl interface{ Node }

// The declarations of a file.
type (
	// Import is one import; Name is empty when not given.
	Import struct {
		Place
		Name, Path string
		Ghost      bool
	}
	// Const is one constant; Iota is its index in its group, and Value is repeated from above when not given.
	Const struct {
		Place
		Name  string
		Type  Expr
		Value Expr
		Iota  int
		Ghost bool
	}
	// Var is one global variable specification.
	Var struct {
		Place
		Names  []string
		Type   Expr
		Values []Expr
		Ghost  bool
		// Refused is set when the initialiser holds a construct that this package does not read.
		Refused *Error
	}
	// Type is a type declaration.
	Type struct {
		Place
		Name  string
		Alias bool
		Type  Expr
		Ghost bool
		// Marked says that the word ghost stands before the declaration.
		Marked bool
	}
	// Func is a function or method; Body is nil for one without.
	Func struct {
		Place
		Name       string
		Recv       *Field
		Params     []Field
		Results    []Field
		Spec       Spec
		Body       *Block
		Directives []Directive
		// Refused is set when the function holds a construct that this package does not read; Body is then nil.
		Refused *Error
		// SpecFrom is the place of the contract's first word, or of func.
		SpecFrom Pos
		End      Pos
	}
	// Predicate is a predicate; Body is nil for an abstract one.
	Predicate struct {
		Place
		Name   string
		Recv   *Field
		Params []Field
		Body   Expr
	}
)

// File is one parsed file.
type File struct {
	Name       string
	Package    string
	Imports    []*Import
	Consts     []*Const
	Vars       []*Var
	Types      []*Type
	Funcs      []*Func
	Predicates []*Predicate
	// Directives are all directives of the file in order.
	Directives []Directive
	// Breaks are the line ends in the midst of an expression of an annotation where Go's grammar would end it.
	Breaks []Pos
	// Annotated says that the file holds at least one annotation.
	Annotated bool
}

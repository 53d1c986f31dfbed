package mutate

import (
	"fmt"
	"math/big"
	"strings"

	"warrant/verify/annot"
)

// Mutant is one seeded bug.
type Mutant struct {
	// File is the path of the changed file, Function the changed function's title.
	File, Function string
	At             annot.Pos
	// Change says what became what.
	Change string
	// Text is the file's new content.
	Text string
}

// swaps are the operators and words that become others.
var swaps = map[string]string{
	"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "+", "/": "*", "%": "/",
	"&&": "||", "||": "&&", "++": "--", "--": "++", "+=": "-=", "-=": "+=", "&": "|", "|": "&", "<<": ">>", ">>": "<<",
	"true": "false", "false": "true",
}

// seeder makes the mutants of one file.
type seeder struct {
	name   string
	src    string
	lines  []int // offset of each line
	tokens []annot.Token
	fields map[string]string // a field and another one of the same struct and type
	said   map[string]int    // how often each change occurred in a function
	list   []Mutant
}

// Seed makes all mutants of the functions with a contract in a file.
func Seed(name, src string, f *annot.File) ([]Mutant, error) {
	tokens, _, err := annot.Scan(name, src)
	if err != nil {
		return nil, err
	}
	s := &seeder{name: name, src: src, tokens: tokens, fields: neighbours(f), said: map[string]int{}, lines: []int{0}}
	for i := range len(src) {
		if src[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	for _, d := range f.Funcs {
		if d.Body == nil || d.Spec.Ghost || d.Spec.Trusted || len(d.Spec.Clauses) == 0 {
			continue
		}
		title := d.Name
		if d.Recv != nil {
			title = "(" + annot.String(d.Recv.Type) + ")." + d.Name
		}
		s.function(title, d)
	}
	return s.list, nil
}

// neighbours pairs fields that can be mistaken for each other.
func neighbours(f *annot.File) map[string]string {
	pairs := map[string]string{}
	for _, t := range f.Types {
		st, ok := t.Type.(*annot.StructType)
		if !ok {
			continue
		}
		for i, a := range st.Fields {
			for k := 1; k < len(st.Fields); k++ {
				b := st.Fields[(i+k)%len(st.Fields)]
				if annot.String(a.Type) == annot.String(b.Type) && a.Name != b.Name {
					pairs[a.Name] = b.Name
					break
				}
			}
		}
	}
	return pairs
}

func (s *seeder) offset(p annot.Pos) int { return s.lines[p.Line-1] + p.Col - 1 }

func (s *seeder) replace(title string, from, to annot.Pos, text, change string) {
	change = numbered(s.said, title, change)
	a, b := s.offset(from), s.offset(to)
	s.list = append(s.list, Mutant{File: s.name, Function: title, At: from, Change: change, Text: s.src[:a] + text + s.src[b:]})
}

// numbered tells a change from the same one before it in a function, so that a reason for one does not excuse the others.
func numbered(said map[string]int, title, change string) string {
	said[title+"\t"+change]++
	if n := said[title+"\t"+change]; n > 1 {
		return fmt.Sprintf("%s #%d", change, n)
	}
	return change
}

func (s *seeder) function(title string, d *annot.Func) {
	start, end := s.offset(d.Body.Start), s.offset(d.Body.End)
	for i, t := range s.tokens {
		if t.Ghost || t.Auto || t.Kind == annot.EOF {
			continue
		}
		if at := s.offset(t.Pos); at <= start || at >= end {
			continue
		}
		s.token(title, i, t)
	}
	s.drop(title, d.Body)
}

// token makes the mutants of one token.
func (s *seeder) token(title string, i int, t annot.Token) {
	prev := s.tokens[i-1]
	switch {
	case t.Kind == annot.Integer:
		n, ok := new(big.Int).SetString(strings.ReplaceAll(t.Text, "_", ""), 0)
		if ok {
			s.replace(title, t.Pos, t.End, new(big.Int).Add(n, big.NewInt(1)).String(), t.Text+" -> "+t.Text+"+1")
		}
	case t.Kind == annot.Operator && t.Text == "!":
		s.replace(title, t.Pos, t.End, "", "! dropped")
	case t.Kind == annot.Operator && (t.Text == "-" || t.Text == "*" || t.Text == "&" || t.Text == "+") && !endsOperand(prev):
		return // a sign, a dereference or an address
	case (t.Kind == annot.Operator || t.Kind == annot.Identifier) && swaps[t.Text] != "":
		s.replace(title, t.Pos, t.End, swaps[t.Text], t.Text+" -> "+swaps[t.Text])
	case t.Kind == annot.Identifier && prev.Text == "." && s.fields[t.Text] != "":
		s.replace(title, t.Pos, t.End, s.fields[t.Text], "."+t.Text+" -> ."+s.fields[t.Text])
	}
}

// endsOperand says that a token can end an operand, so that an operator after it is binary.
func endsOperand(t annot.Token) bool {
	switch t.Kind {
	case annot.Identifier:
		return t.Text != "return" && t.Text != "case"
	case annot.Integer, annot.Character, annot.Text:
		return true
	}
	return t.Text == ")" || t.Text == "]" || t.Text == "}"
}

// drop makes a mutant for each statement left out.
func (s *seeder) drop(title string, b *annot.Block) {
	var walk func(annot.Stmt)
	list := func(l []annot.Stmt) {
		for _, st := range l {
			walk(st)
		}
	}
	walk = func(st annot.Stmt) {
		switch st := st.(type) {
		case *annot.Assign:
			if st.Op != ":=" && !st.Ghost {
				s.dropOne(title, st.Start)
			}
		case *annot.Step:
			if !st.Ghost {
				s.dropOne(title, st.Start)
			}
		case *annot.ExprStmt:
			if !st.Ghost {
				s.dropOne(title, st.Start)
			}
		case *annot.Block:
			list(st.List)
		case *annot.If:
			walk(st.Then)
			if st.Else != nil {
				walk(st.Else)
			}
		case *annot.For:
			list(st.Body.List)
		case *annot.Range:
			list(st.Body.List)
		case *annot.Switch:
			for _, c := range st.Cases {
				list(c.Body)
			}
		case *annot.Labeled:
			walk(st.Stmt)
		}
	}
	walk(b)
}

// dropOne leaves out the statement that starts at a place.
func (s *seeder) dropOne(title string, at annot.Pos) {
	depth := 0
	started := false
	for _, t := range s.tokens {
		if t.Pos == at {
			started = true
		}
		if !started {
			continue
		}
		switch t.Text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		}
		if t.Text == ";" && depth == 0 {
			text := strings.Join(strings.Fields(s.src[s.offset(at):s.offset(t.Pos)]), " ")
			s.replace(title, at, t.Pos, "", fmt.Sprintf("dropped: %s", text))
			return
		}
	}
}

package annot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// operators are all operators and punctuation, longest first within a first character.
var operators = []string{
	"--*", "...", "==>", "===", "!==", "<<=", ">>=", "&^=",
	"::", "..", ":=", "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
	"<<", ">>", "&^", "<-",
	"+", "-", "*", "/", "%", "&", "|", "^", "<", ">", "=", "!", "(", ")", "[", "]", "{", "}", ",", ";", ".", ":", "?", "#", "@", "~",
}

// annotationOnly are the operators that Go does not have; outside an annotation they are an error.
var annotationOnly = map[string]bool{"--*": true, "==>": true, "===": true, "!==": true, "::": true, "..": true, "?": true, "#": true, "@": true}

// scanner turns the bytes of one file into tokens.
type scanner struct {
	file   string
	src    string
	off    int
	line   int
	col    int
	whole  bool // a .gobra file: everything is annotation
	inLine bool // inside a `// @` comment, until the newline
	inside bool // inside a `/*@` comment, until `@*/`
	tokens []Token
	direct []Directive
}

// Scan splits a file into tokens, ending with EOF, and its `//gosure:` directives. A name that ends in .gobra makes the
// whole file an annotation.
func Scan(file, src string) ([]Token, []Directive, error) {
	s := &scanner{file: file, src: src, line: 1, col: 1, whole: strings.HasSuffix(file, ".gobra")}
	for {
		done, err := s.next()
		if err != nil {
			return nil, nil, err
		}
		if done {
			return s.tokens, s.direct, nil
		}
	}
}

func (s *scanner) pos() Pos { return Pos{File: s.file, Line: s.line, Col: s.col} }

func (s *scanner) advance(n int) {
	for i := 0; i < n; i++ {
		if s.src[s.off] == '\n' {
			s.line++
			s.col = 1
		} else {
			s.col++
		}
		s.off++
	}
}

func (s *scanner) at(prefix string) bool { return strings.HasPrefix(s.src[s.off:], prefix) }

func (s *scanner) ghost() bool { return s.whole || s.inLine || s.inside }

// next scans one token or skips one stretch of blanks or comment.
func (s *scanner) next() (done bool, err error) {
	if s.off >= len(s.src) {
		s.newline()
		s.tokens = append(s.tokens, Token{Kind: EOF, Pos: s.pos(), End: s.pos(), Ghost: s.whole})
		return true, nil
	}
	c := s.src[s.off]
	switch {
	case c == '\n':
		s.newline()
		s.inLine = false
		s.advance(1)
		return false, nil
	case c == ' ' || c == '\t' || c == '\r' || (s.off == 0 && s.at("\uFEFF")):
		s.advance(1)
		return false, nil
	case s.inside && (s.at("@*/") || s.at("@ */")):
		s.advance(strings.Index(s.src[s.off:], "*/") + 2)
		s.inside = false
		return false, nil
	case s.inside && s.at("*/"):
		return false, &Error{s.pos(), "annotation comment must end in @*/"}
	case s.at("//"):
		s.lineComment()
		return false, nil
	case s.at("/*"):
		return false, s.blockComment()
	}
	return false, s.token()
}

// newline puts the semicolon that Go's grammar wants at the end of a line.
func (s *scanner) newline() {
	if len(s.tokens) == 0 {
		return
	}
	last := s.tokens[len(s.tokens)-1]
	switch last.Kind {
	case Identifier:
		switch last.Text {
		case "func", "type", "if", "for", "switch", "package", "import", "const", "var", "ghost", "in", "elem":
			return
		}
	case Operator:
		switch last.Text {
		case ")", "]", "}", "++", "--":
		default:
			return
		}
	case EOF:
		return
	}
	s.tokens = append(s.tokens, Token{Kind: Operator, Text: ";", Pos: last.End, End: last.End, Ghost: last.Ghost, Auto: true})
}

// lineComment skips a `//` comment, opens an annotation or records a directive.
func (s *scanner) lineComment() {
	rest := s.src[s.off:]
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	text := rest[:end]
	if after, ok := strings.CutPrefix(text, "//gosure:"); ok {
		name, args, _ := strings.Cut(after, " ")
		s.direct = append(s.direct, Directive{Name: name, Args: strings.TrimSpace(args), Pos: s.pos()})
		s.advance(end)
		return
	}
	if !s.ghost() {
		trimmed := strings.TrimLeft(text[2:], " \t")
		if strings.HasPrefix(trimmed, "@") {
			s.advance(2 + len(text[2:]) - len(trimmed) + 1)
			s.inLine = true
			return
		}
	}
	s.advance(end)
}

// blockComment skips a `/*` comment or opens an annotation.
func (s *scanner) blockComment() error {
	if !s.ghost() {
		trimmed := strings.TrimLeft(s.src[s.off+2:], " \t")
		if strings.HasPrefix(trimmed, "@") {
			s.advance(len(s.src[s.off:]) - len(trimmed) + 1)
			s.inside = true
			return nil
		}
	}
	end := strings.Index(s.src[s.off:], "*/")
	if end < 0 {
		return &Error{s.pos(), "comment is not closed"}
	}
	if strings.Contains(s.src[s.off:s.off+end], "\n") {
		s.newline()
	}
	s.advance(end + 2)
	return nil
}

// token scans one token proper.
func (s *scanner) token() error {
	start, pos := s.off, s.pos()
	r, _ := utf8.DecodeRuneInString(s.src[s.off:])
	kind := Operator
	switch {
	case unicode.IsLetter(r) || r == '_':
		kind = Identifier
		for s.off < len(s.src) {
			r, size := utf8.DecodeRuneInString(s.src[s.off:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
				break
			}
			s.advance(size)
		}
	case unicode.IsDigit(r):
		kind = s.number()
	case r == '"' || r == '`' || r == '\'':
		kind = Text
		if r == '\'' {
			kind = Character
		}
		if err := s.quoted(byte(r)); err != nil {
			return err
		}
	default:
		op := ""
		for _, candidate := range operators {
			if s.at(candidate) {
				op = candidate
				break
			}
		}
		if op == "" {
			return &Error{pos, "character " + string(r) + " is not part of the language"}
		}
		if annotationOnly[op] && !s.ghost() {
			return &Error{pos, "operator " + op + " is allowed in annotations only"}
		}
		s.advance(len(op))
	}
	s.tokens = append(s.tokens, Token{Kind: kind, Text: s.src[start:s.off], Pos: pos, End: s.pos(), Ghost: s.ghost()})
	return nil
}

func (s *scanner) number() Kind {
	kind := Integer
	for s.off < len(s.src) {
		c := s.src[s.off]
		switch {
		case c == '.' && !s.at(".."):
			kind = Float
		case c >= '0' && c <= '9', c == '_', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return kind
		}
		s.advance(1)
	}
	return kind
}

func (s *scanner) quoted(quote byte) error {
	pos := s.pos()
	s.advance(1)
	for s.off < len(s.src) {
		c := s.src[s.off]
		switch {
		case c == '\\' && quote != '`' && s.off+1 < len(s.src):
			s.advance(2)
			continue
		case c == quote:
			s.advance(1)
			return nil
		case c == '\n' && quote != '`':
			return &Error{pos, "literal is not closed"}
		}
		s.advance(1)
	}
	return &Error{pos, "literal is not closed"}
}

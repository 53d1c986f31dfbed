package smt

import (
	"fmt"
	"math/big"
	"strings"
)

// Value is the value of a declared constant in a model.
type Value struct {
	// Sort is the sort of the constant.
	Sort *Sort
	// Word is the value of a bit-vector of at most 64 bits, or 0 and 1 for false and true.
	Word uint64
	// Number is the value of an Int; nil for other sorts.
	Number *big.Int
	// Text is the solver's own spelling, for sorts that the package does not interpret.
	Text string
}

// Model gives values to declared constants by name. A constant that it does not name may have any value.
type Model map[string]Value

// parseModel reads the answer to get-value, pairs of a symbol and its value.
func parseModel(text string, wanted []*Term) (Model, error) {
	answer, _, err := parseExpression(text)
	if err != nil {
		return nil, err
	}
	sorts := make(map[string]*Sort, len(wanted))
	for _, t := range wanted {
		sorts[quoteSymbol(t.name)] = t.sort
	}
	model := make(Model, len(wanted))
	names := make(map[string]string, len(wanted))
	for _, t := range wanted {
		names[quoteSymbol(t.name)] = t.name
	}
	for _, pair := range answer.list {
		if len(pair.list) != 2 {
			return nil, fmt.Errorf("model: %q is not a pair", pair)
		}
		symbol := pair.list[0].atom
		sort, known := sorts[symbol]
		if !known {
			return nil, fmt.Errorf("model: value for %q, which was not asked for", symbol)
		}
		value, err := parseValue(pair.list[1], sort)
		if err != nil {
			return nil, fmt.Errorf("model: value of %s: %w", symbol, err)
		}
		model[names[symbol]] = value
	}
	return model, nil
}

func parseValue(e expression, sort *Sort) (Value, error) {
	value := Value{Sort: sort, Text: e.String()}
	switch sort.kind {
	case KindBool:
		switch e.atom {
		case "true":
			value.Word = 1
		case "false":
		default:
			return Value{}, fmt.Errorf("%q is not a truth value", e)
		}
	case KindInt:
		number, ok := parseInteger(e)
		if !ok {
			return Value{}, fmt.Errorf("%q is not an integer", e)
		}
		value.Number = number
	case KindBitVec:
		number, ok := parseWord(e)
		if !ok {
			return Value{}, fmt.Errorf("%q is not a bit-vector", e)
		}
		if number.IsUint64() {
			value.Word = number.Uint64()
		}
		value.Number = number
	}
	return value, nil
}

func parseInteger(e expression) (*big.Int, bool) {
	if len(e.list) == 2 && e.list[0].atom == "-" {
		number, ok := parseInteger(e.list[1])
		if !ok {
			return nil, false
		}
		return number.Neg(number), true
	}
	return new(big.Int).SetString(e.atom, 10)
}

func parseWord(e expression) (*big.Int, bool) {
	switch {
	case strings.HasPrefix(e.atom, "#x"):
		return new(big.Int).SetString(e.atom[2:], 16)
	case strings.HasPrefix(e.atom, "#b"):
		return new(big.Int).SetString(e.atom[2:], 2)
	case len(e.list) == 3 && e.list[0].atom == "_" && strings.HasPrefix(e.list[1].atom, "bv"):
		return new(big.Int).SetString(e.list[1].atom[2:], 10)
	}
	return nil, false
}

// expression is an S-expression: an atom, or a list when atom is empty.
type expression struct {
	atom string
	list []expression
}

// String prints e in one line.
func (e expression) String() string {
	if e.atom != "" {
		return e.atom
	}
	parts := make([]string, len(e.list))
	for i, x := range e.list {
		parts[i] = x.String()
	}
	return "(" + strings.Join(parts, " ") + ")"
}

// parseExpression reads one S-expression at the start of text and returns what follows it.
func parseExpression(text string) (e expression, rest string, err error) {
	var stack []expression
	emit := func(x expression) bool {
		if len(stack) == 0 {
			e = x
			return true
		}
		top := &stack[len(stack)-1]
		top.list = append(top.list, x)
		return false
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
		case c == '(':
			stack = append(stack, expression{})
			i++
		case c == ')':
			if len(stack) == 0 {
				return expression{}, "", fmt.Errorf("expression: stray closing parenthesis")
			}
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			i++
			if emit(x) {
				return e, text[i:], nil
			}
		default:
			end := atomEnd(text, i)
			if emit(expression{atom: text[i:end]}) {
				return e, text[end:], nil
			}
			i = end
		}
	}
	return expression{}, "", fmt.Errorf("expression: text ends early")
}

// atomEnd returns the end of the atom that starts at i: a quoted symbol, a string or plain characters.
func atomEnd(text string, i int) int {
	if quote := text[i]; quote == '|' || quote == '"' {
		if n := strings.IndexByte(text[i+1:], quote); n >= 0 {
			return i + n + 2
		}
		return len(text)
	}
	if n := strings.IndexAny(text[i:], " \n\t\r()"); n >= 0 {
		return i + n
	}
	return len(text)
}

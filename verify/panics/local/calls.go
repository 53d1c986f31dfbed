package local

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

func (f *function) transferCall(w *World, v *ssa.Call, p point, unknown abstract) (abstract, bool) {
	if builtin, ok := v.Call.Value.(*ssa.Builtin); ok {
		return f.transferBuiltin(w, v, builtin.Name(), p, unknown)
	}
	if callee := w.callee(v); callee != nil {
		if v.Call.Signature().Results().Len() != 1 {
			return unknown, true
		}
		if len(callee.all) == 0 {
			return abstract{}, false
		}
		return callee.all[0], true
	}
	if fn := v.Call.StaticCallee(); fn != nil {
		unknown.notNil = neverNil[fn.RelString(nil)]
		if _, isSearch := searches[fn.RelString(nil)]; isSearch {
			unknown.span = interval{lo: of(-1), hi: w.largest()}
		}
	}
	return unknown, true
}

// neverNil are functions of the standard library whose only result is never nil.
var neverNil = map[string]bool{
	"errors.New": true, "fmt.Errorf": true, "bytes.NewReader": true, "bytes.NewBuffer": true, "bytes.NewBufferString": true,
	"strings.NewReader": true, "bufio.NewReader": true, "bufio.NewWriter": true, "bufio.NewScanner": true, "bufio.NewReaderSize": true,
	"bufio.NewWriterSize": true, "regexp.MustCompile": true, "strings.NewReplacer": true, "context.Background": true, "context.TODO": true,
	"sync.NewCond": true, "math/big.NewInt": true, "go/token.NewFileSet": true, "reflect.TypeOf": false, "math/rand.New": true,
	"encoding/json.NewDecoder": true, "encoding/json.NewEncoder": true, "text/template.New": true, "html/template.New": true,
	"crypto/sha256.New": true, "crypto/md5.New": true, "crypto/sha1.New": true, "crypto/sha512.New": true, "hash/fnv.New64a": true,
	"hash/fnv.New32a": true, "time.NewTimer": true, "time.NewTicker": true, "flag.NewFlagSet": true, "log.New": true, "text/template.Must": true,
}

func (f *function) transferBuiltin(w *World, v *ssa.Call, name string, p point, unknown abstract) (abstract, bool) {
	args := v.Call.Args
	switch name {
	case "len", "cap":
		t, ok := measured(v)
		if !ok {
			return abstract{span: lengths}, true
		}
		span, ok := f.spanAt(w, t, p, nil)
		return abstract{span: span}, ok
	case "copy":
		x, ok := f.spanAt(w, term{length, args[0]}, p, nil)
		y, also := f.spanAt(w, term{length, args[1]}, p, nil)
		return abstract{span: interval{lo: lesser(x.lo, y.lo), hi: lesser(x.hi, y.hi)}}, ok && also
	case "append":
		x, ok := f.spanAt(w, term{length, args[0]}, p, nil)
		if len(args) < 2 {
			return abstract{span: x}, ok
		}
		y, also := f.spanAt(w, term{length, args[1]}, p, nil)
		sum, _ := compute(token.ADD, x, y)
		return abstract{span: sum.meet(unknown.span), notNil: (number{}).less(sum.lo)}, ok && also
	case "min", "max":
		if !isInteger(v.Type()) {
			return unknown, true
		}
		result, ok := f.at(w, args[0], p, nil)
		for _, arg := range args[1:] {
			next, known := f.at(w, arg, p, nil)
			ok = ok && known
			if name == "min" {
				result.span = interval{lo: lesser(result.span.lo, next.span.lo), hi: lesser(result.span.hi, next.span.hi)}
			} else {
				result.span = interval{lo: greater(result.span.lo, next.span.lo), hi: greater(result.span.hi, next.span.hi)}
			}
		}
		return result, ok
	case "ssa:wrapnilchk":
		unknown.notNil = true
	case "recover":
	}
	return unknown, true
}

// argument returns what is known of parameter i of f from its callers.
func (f *function) argument(w *World, i int, t types.Type) (result abstract, ok bool) {
	if f.open {
		result = w.anything(t)
		return result, true
	}
	for _, call := range f.callers {
		caller := w.of(call)
		args := call.Common().Args
		if caller == nil || i >= len(args) {
			return w.anything(t), true
		}
		if !caller.graph.reachable(call.Block()) {
			continue
		}
		a, known := caller.at(w, args[i], at(call), nil)
		if !known {
			continue
		}
		if ok {
			a = result.join(a)
		}
		result, ok = a, true
	}
	return result, ok
}

// captured returns what is known of a variable that a closure takes from the function around it.
func (f *function) captured(w *World, i int, t types.Type) (result abstract, ok bool) {
	if len(f.closures) == 0 {
		return w.anything(t), true
	}
	for _, closure := range f.closures {
		maker := w.of(closure)
		if maker == nil || !maker.graph.reachable(closure.Block()) {
			continue
		}
		a, known := maker.at(w, closure.Bindings[i], at(closure), nil)
		if !known {
			continue
		}
		if ok {
			a = result.join(a)
		}
		result, ok = a, true
	}
	return result, ok
}

// returned is what a function returns in one case: values at a place where extra holds.
type returned struct {
	values []ssa.Value
	place  point
	extra  []fact
}

// cases splits a return by the edges that lead to it when it returns what a phi of its block chooses.
func (f *function) cases(ret *ssa.Return) []returned {
	block := ret.Block()
	split := false
	for _, v := range ret.Results {
		if phi, ok := v.(*ssa.Phi); ok && phi.Block() == block {
			split = true
		}
	}
	if !split {
		return []returned{{values: ret.Results, place: at(ret)}}
	}
	var list []returned
	for i, pred := range block.Preds {
		if !f.arrives(pred, block) {
			continue
		}
		one := returned{place: endOf(pred), extra: f.edgeFacts(pred, block, 0)}
		for _, v := range ret.Results {
			if phi, ok := v.(*ssa.Phi); ok && phi.Block() == block {
				v = phi.Edges[i]
			} else if instr, ok := v.(ssa.Instruction); ok && instr.Block() == block {
				return []returned{{values: ret.Results, place: at(ret)}}
			}
			one.values = append(one.values, v)
		}
		list = append(list, one)
	}
	return list
}

// summarise computes what is known of f's results.
func (f *function) summarise(w *World) (all, good []abstract) {
	for _, block := range f.graph.order {
		if f.graph.stop[block.Index] < len(block.Instrs) {
			continue
		}
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for _, one := range f.cases(ret) {
			all = f.addCase(w, all, one)
			if one, ok := f.succeeding(w, one); ok {
				good = f.addCase(w, good, one)
			}
		}
	}
	return all, good
}

// addCase joins the results of one case to list; a case that no execution reaches changes nothing.
func (f *function) addCase(w *World, list []abstract, one returned) []abstract {
	results := make([]abstract, len(one.values))
	for i, v := range one.values {
		a, ok := f.at(w, v, one.place, one.extra)
		if !ok {
			return list
		}
		results[i] = a
	}
	if list == nil {
		return results
	}
	for i := range list {
		list[i] = list[i].join(results[i])
	}
	return list
}

// succeeding returns the case with what follows when its last result is true, or a nil error; ok is false when it cannot be.
func (f *function) succeeding(w *World, one returned) (returned, bool) {
	if len(one.values) < 2 {
		return one, false
	}
	last := one.values[len(one.values)-1]
	basic, isBasic := last.Type().Underlying().(*types.Basic)
	if isBasic && basic.Info()&types.IsBoolean != 0 {
		if c, ok := last.(*ssa.Const); ok {
			return one, c.Value != nil && constant.BoolVal(c.Value)
		}
		one.extra = append(f.expand(last, true, nil, 0), one.extra...)
		return one, true
	}
	if _, isInterface := last.Type().Underlying().(*types.Interface); !isInterface {
		return one, false
	}
	if f.isNotNil(w, last, one.place, one.extra) {
		return one, false
	}
	one.extra = append([]fact{{kind: isNil, value: last}}, one.extra...)
	return one, true
}

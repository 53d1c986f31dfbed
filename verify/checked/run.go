package checked

import (
	"fmt"
	"math/big"
	"math/rand"
	"reflect"
	"strings"

	"warrant/verify/annot"
)

// Package holds the contracts and ghost definitions of a package.
type Package struct {
	funcs  map[string]*annot.Func
	preds  map[string]*annot.Predicate
	types  map[string]*annot.Type
	consts map[string]*annot.Const
	// imports are the imported packages by their local names, paths the same by their import paths.
	imports, paths map[string]*Package
	// path is the import path; empty for the package that is run.
	path string
	// states are structs that runs left behind, by type: random ones seldom satisfy an invariant.
	states map[reflect.Type][]reflect.Value
}

// Parse reads the files of a package, given by name and text.
func Parse(files map[string]string) (*Package, error) {
	p := &Package{funcs: map[string]*annot.Func{}, preds: map[string]*annot.Predicate{}, types: map[string]*annot.Type{}, consts: map[string]*annot.Const{},
		imports: map[string]*Package{}, paths: map[string]*Package{}, states: map[reflect.Type][]reflect.Value{}}
	for name, text := range files {
		f, err := annot.Parse(name, text)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Funcs {
			p.funcs[key(d.Recv, d.Name)] = d
		}
		for _, d := range f.Predicates {
			p.preds[key(d.Recv, d.Name)] = d
		}
		for _, d := range f.Types {
			p.types[d.Name] = d
		}
		for _, d := range f.Consts {
			p.consts[d.Name] = d
		}
	}
	return p, nil
}

// Import makes q known to p as the package that its files import from path and call name.
func (p *Package) Import(name, path string, q *Package) {
	p.imports[name], p.paths[path], q.path = q, q, path
}

// home is the package that declares a record's type: p itself unless it imports it.
func (p *Package) home(r *record) *Package {
	if q, ok := p.paths[r.path]; ok {
		return q
	}
	return p
}

func key(recv *annot.Field, name string) string {
	if recv == nil {
		return name
	}
	return strings.TrimPrefix(annot.String(recv.Type), "*") + "." + name
}

func (p *Package) constant(name string) (value, bool) {
	c, ok := p.consts[name]
	if !ok {
		return nil, false
	}
	return (&env{pkg: p, now: map[string]value{"iota": big.NewInt(int64(c.Iota))}}).eval(c.Value), true
}

// structOf is the struct that a type expression names, and the package that declares it.
func (p *Package) structOf(x annot.Expr) (*Package, *annot.StructType) {
	name := ""
	switch x := x.(type) {
	case *annot.Ident:
		name = x.Name
	case *annot.Selector:
		if id, ok := x.X.(*annot.Ident); ok && p.imports[id.Name] != nil {
			p, name = p.imports[id.Name], x.Name
		}
	}
	if t, ok := p.types[name]; ok {
		if s, ok := t.Type.(*annot.StructType); ok {
			return p, s
		}
	}
	return p, nil
}

// definition answers the parameters and body of a pure function or predicate.
func (p *Package) definition(name string, recv *record) ([]string, annot.Expr) {
	if recv != nil {
		name = recv.typ + "." + name
	}
	var params []string
	collect := func(r *annot.Field, fields []annot.Field) {
		if r != nil {
			params = append(params, r.Name)
		}
		for _, f := range fields {
			params = append(params, f.Name)
		}
	}
	if d, ok := p.preds[name]; ok && d.Body != nil {
		collect(d.Recv, d.Params)
		return params, d.Body
	}
	if d, ok := p.funcs[name]; ok && d.Spec.Pure && d.Body != nil && len(d.Body.List) == 1 {
		if r, ok := d.Body.List[0].(*annot.Return); ok && len(r.Values) == 1 {
			collect(d.Recv, d.Params)
			return params, r.Values[0]
		}
	}
	return nil, nil
}

// Result counts the runs of one function.
type Result struct {
	// Runs passed the precondition; Tried counts all inputs.
	Runs, Tried int
	// Violation describes a run that broke the contract, empty when there was none.
	Violation string
}

// Function calls fn, a function or method expression named as in the package, on inputs drawn from r until runs of them
// satisfy the precondition or tries are used up.
func (p *Package) Function(name string, fn any, r *rand.Rand, runs, tries int) (res Result, err error) {
	d, ok := p.funcs[name]
	if !ok {
		return res, fmt.Errorf("no function %s", name)
	}
	defer func() {
		if e := recover(); e != nil {
			u, ok := e.(unsupported)
			if !ok {
				panic(e)
			}
			err = u
		}
	}()
	f := reflect.ValueOf(fn)
	var params, results []string
	if d.Recv != nil {
		params = append(params, d.Recv.Name)
	}
	for _, x := range d.Params {
		params = append(params, x.Name)
	}
	for _, x := range d.Results {
		results = append(results, x.Name)
	}
	for res.Tried < tries && res.Runs < runs && res.Violation == "" {
		res.Tried++
		args := make([]reflect.Value, f.Type().NumIn())
		before := &env{pkg: p, now: map[string]value{}}
		for i := range args {
			args[i] = reflect.New(f.Type().In(i)).Elem()
			p.draw(args[i], r)
			before.now[params[i]] = of(args[i])
		}
		if !p.holds(d, before, "requires") {
			continue
		}
		res.Runs++
		res.Violation = p.run(d, f, args, params, results, before)
		p.keep(args, r)
	}
	return res, nil
}

// kept is the greatest number of states kept of a type.
const kept = 200

// keep remembers the structs that a run left behind its pointers.
func (p *Package) keep(args []reflect.Value, r *rand.Rand) {
	for _, a := range args {
		if a.Kind() != reflect.Pointer || a.Type().Elem().Kind() != reflect.Struct {
			continue
		}
		t := a.Type().Elem()
		if list := p.states[t]; len(list) < kept {
			p.states[t] = append(list, a.Elem())
		} else {
			list[r.Intn(kept)] = a.Elem()
		}
	}
}

// holds says that all clauses with the word, and those of preserves, are true and defined.
func (p *Package) holds(d *annot.Func, e *env, word string) bool {
	_, ok := p.broken(d, e, word)
	return ok
}

func (p *Package) broken(d *annot.Func, e *env, word string) (clause string, ok bool) {
	current := ""
	defer func() {
		if r := recover(); r != nil {
			u, isUndefined := r.(undefined)
			if !isUndefined {
				panic(r)
			}
			clause, ok = current+" (undefined: "+string(u)+")", false
		}
	}()
	for _, c := range d.Spec.Clauses {
		if c.Word != word && c.Word != "preserves" {
			continue
		}
		current = annot.String(c.X)
		if !e.truth(c.X) {
			return current, false
		}
	}
	return "", true
}

// run calls the function once and describes what it broke.
func (p *Package) run(d *annot.Func, f reflect.Value, args []reflect.Value, params, results []string, before *env) (violation string) {
	inputs := ""
	for _, n := range params {
		inputs += " " + n + "=" + show(before.now[n])
	}
	out, panicked := callSafely(f, args)
	if panicked != "" {
		return "panic: " + panicked + " for" + inputs
	}
	after := &env{pkg: p, now: map[string]value{}, old: before.now}
	for i, n := range params {
		after.now[n] = before.now[n]
		if k := args[i].Kind(); k == reflect.Pointer || k == reflect.Slice {
			after.now[n] = of(args[i])
		}
	}
	for i, n := range results {
		after.now[n] = of(out[i])
	}
	if clause, ok := p.broken(d, after, "ensures"); !ok {
		outputs := ""
		for _, n := range results {
			outputs += " " + n + "=" + show(after.now[n])
		}
		return "ensures " + clause + " is false for" + inputs + ":" + outputs
	}
	return ""
}

func callSafely(f reflect.Value, args []reflect.Value) (out []reflect.Value, panicked string) {
	defer func() {
		if r := recover(); r != nil {
			panicked = fmt.Sprint(r)
		}
	}()
	return f.Call(args), ""
}

// draw fills an argument: a struct behind a pointer with a state that a run left behind, the zero value or anything, all else with anything.
func (p *Package) draw(v reflect.Value, r *rand.Rand) {
	if v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct && r.Intn(3) > 0 {
		v.Set(reflect.New(v.Type().Elem()))
		if list := p.states[v.Type().Elem()]; len(list) > 0 {
			v.Elem().Set(list[r.Intn(len(list))])
		}
		return
	}
	draw(v, r)
}

// draw fills a value with boundaries and random bits.
func draw(v reflect.Value, r *rand.Rand) {
	if !v.CanSet() { // a field of another package's struct: contracts are checked on any state
		v = settable(v)
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.Intn(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		bits := v.Type().Bits()
		n := int64(r.Uint64()) >> (64 - bits)
		switch r.Intn(4) {
		case 0:
			n = int64(r.Intn(7)) - 3
		case 1:
			n = int64(1)<<(bits-1) - 1 - int64(r.Intn(3))
		case 2:
			n = -(int64(1) << (bits - 1)) + int64(r.Intn(3))
		}
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		bits := v.Type().Bits()
		n := r.Uint64() >> (64 - bits)
		switch r.Intn(4) {
		case 0, 1:
			n = uint64(r.Intn(20))
		case 2:
			n = ^uint64(0)>>(64-bits) - uint64(r.Intn(3))
		}
		v.SetUint(n)
	case reflect.String:
		text := make([]byte, r.Intn(5))
		for i := range text {
			text[i] = "AB\x00\xff"[r.Intn(4)]
		}
		v.SetString(string(text))
	case reflect.Array:
		for i := range v.Len() {
			draw(v.Index(i), r)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.Intn(6), 8))
		for i := range v.Len() {
			draw(v.Index(i), r)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			draw(v.Field(i), r)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		draw(v.Elem(), r)
	default:
		panic(unsupported("input of type " + v.Type().String()))
	}
}

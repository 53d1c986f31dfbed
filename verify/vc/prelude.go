package vc

import (
	"fmt"
	"sort"
	"strings"

	"warrant/verify/ir"
)

// usage collects what a script needs: types, functions, operations by type and bit operations.
type usage struct {
	program *ir.Program
	types   map[string]*ir.Type
	order   []*ir.Type
	funcs   map[string]bool
	ops     map[string]bool
	texts   map[string]bool
	bits    map[string]*ir.Expr
}

func newUsage(p *ir.Program) *usage {
	return &usage{program: p, types: map[string]*ir.Type{}, funcs: map[string]bool{}, ops: map[string]bool{}, texts: map[string]bool{}, bits: map[string]*ir.Expr{}}
}

// typ enters a type after its parts.
func (u *usage) typ(t *ir.Type) {
	if t == nil || u.types[t.Name] != nil {
		return
	}
	u.types[t.Name] = t
	u.typ(t.Key)
	u.typ(t.Elem)
	if t.Kind == ir.Dict { // of its domain and its values
		u.typ(ir.SetOf(t.Key))
		u.typ(ir.SetOf(t.Elem))
	}
	for _, f := range t.Fields {
		u.typ(f.Type)
	}
	u.order = append(u.order, t)
}

func (u *usage) expr(x *ir.Expr) {
	ir.Walk(x, func(e *ir.Expr) {
		u.typ(e.Type)
		for _, v := range e.Vars {
			u.typ(v.Type)
		}
		for _, a := range e.Args {
			if name, ok := collection[e.Op]; ok {
				u.ops[name] = true
			}
			u.typ(a.Type)
		}
		switch e.Op {
		case ir.OpCall:
			u.function(e.Name)
		case ir.OpTextLit:
			u.texts[e.Name] = true
			u.ops["textlen"], u.ops["textat"] = true, true
		case ir.OpBits:
			u.bits[e.Name+"_"+e.Int.String()] = e
		case ir.OpDictDomain, ir.OpDictRange:
			u.typ(e.Type)
		}
	})
}

func (u *usage) function(name string) {
	if u.funcs[name] {
		return
	}
	u.funcs[name] = true
	fn := u.program.Funcs[name]
	for _, p := range fn.Params {
		u.typ(p.Type)
	}
	u.typ(fn.Result)
	for _, c := range fn.Pre {
		u.expr(c.X)
	}
	for _, c := range fn.Post {
		u.expr(c.X)
	}
	if !fn.Opaque {
		u.expr(fn.Body)
	}
}

// declarations are the sorts, datatypes and collection theories.
func (u *usage) declarations() string {
	var b strings.Builder
	for _, t := range u.order {
		switch t.Kind {
		case ir.Struct:
			fmt.Fprintf(&b, "(declare-datatypes ((%s 0)) (((mk_%s", t.Name, t.Name)
			for _, f := range t.Fields {
				fmt.Fprintf(&b, " (%s.%s %s)", t.Name, f.Name, Sort(f.Type))
			}
			b.WriteString("))))\n")
		case ir.Option:
			fmt.Fprintf(&b, "(declare-datatypes ((%[1]s 0)) (((empty_%[1]s) (one_%[1]s (getsome_%[1]s %[2]s)))))\n", t.Name, Sort(t.Elem))
			fmt.Fprintf(&b, "(declare-fun isnone_%[1]s (%[1]s) Bool)\n(assert (forall ((o %[1]s)) (! (= (isnone_%[1]s o) (= o empty_%[1]s)) :pattern ((isnone_%[1]s o)))))\n", t.Name)
		case ir.Seq:
			b.WriteString(seqTheory(t))
		case ir.Set:
			b.WriteString(setTheory(t))
		case ir.Multiset:
			b.WriteString(multisetTheory(t))
		case ir.Dict:
			b.WriteString(dictTheory(t, u))
		case ir.Text:
			b.WriteString(u.textTheory())
		}
	}
	for _, t := range u.order {
		if t.Kind == ir.Seq {
			b.WriteString(u.seqBridges(t))
		}
	}
	for _, name := range sortedKeys(u.bits) {
		b.WriteString(bitTheory(name, u.bits[name]))
	}
	return b.String()
}

// sameElements is equality of two elements of a collection.
func sameElements(t *ir.Type, a, b string) string {
	var w strings.Builder
	(&printer{b: &w}).same(rawTerm(a, t), rawTerm(b, t))
	return w.String()
}

// rawTerm is a placeholder variable whose print is replaced.
func rawTerm(s string, t *ir.Type) *ir.Expr { return &ir.Expr{Op: ir.OpVar, Type: t, Name: s} }

// seqTheory axiomatises finite sequences of one element type.
func seqTheory(t *ir.Type) string {
	s, e := t.Name, Sort(t.Elem)
	text := `(declare-sort S 0)
(declare-fun len_S (S) Int)
(declare-fun at_S (S Int) E)
(declare-fun upd_S (S Int E) S)
(declare-fun app_S (S S) S)
(declare-fun take_S (S Int) S)
(declare-fun drop_S (S Int) S)
(declare-fun one_S (E) S)
(declare-fun has_S (S E) Bool)
(declare-fun idx_S (S E) Int)
(declare-fun same_S (S S) Bool)
(declare-fun dif_S (S S) Int)
(declare-fun empty_S () S)
(assert (= (len_S empty_S) 0))
(assert (forall ((s S)) (! (<= 0 (len_S s)) :pattern ((len_S s)))))
(assert (forall ((s S)) (! (=> (= (len_S s) 0) (= s empty_S)) :pattern ((len_S s)))))
(assert (forall ((e E)) (! (and (= (len_S (one_S e)) 1) (= (at_S (one_S e) 0) e)) :pattern ((one_S e)))))
(assert (forall ((s S) (i Int) (v E)) (! (= (len_S (upd_S s i v)) (len_S s)) :pattern ((upd_S s i v)))))
(assert (forall ((s S) (i Int) (v E)) (! (=> (and (<= 0 i) (< i (len_S s))) (= (at_S (upd_S s i v) i) v)) :pattern ((upd_S s i v)))))
(assert (forall ((s S) (i Int) (v E) (j Int)) (! (=> (not (= i j)) (= (at_S (upd_S s i v) j) (at_S s j))) :pattern ((at_S (upd_S s i v) j)) :pattern ((at_S s j) (upd_S s i v)))))
(assert (forall ((a S) (b S)) (! (= (len_S (app_S a b)) (+ (len_S a) (len_S b))) :pattern ((app_S a b)))))
(assert (forall ((a S) (b S) (j Int)) (! (=> (and (<= 0 j) (< j (len_S a))) (= (at_S (app_S a b) j) (at_S a j))) :pattern ((at_S (app_S a b) j)) :pattern ((at_S a j) (app_S a b)))))
(assert (forall ((a S) (b S) (j Int)) (! (=> (and (<= (len_S a) j) (< j (+ (len_S a) (len_S b)))) (= (at_S (app_S a b) j) (at_S b (- j (len_S a))))) :pattern ((at_S (app_S a b) j)))))
(assert (forall ((a S) (b S) (j Int)) (! (=> (and (<= 0 j) (< j (len_S b))) (= (at_S (app_S a b) (+ j (len_S a))) (at_S b j))) :pattern ((at_S b j) (app_S a b)))))
(assert (forall ((s S) (n Int)) (! (= (len_S (take_S s n)) (ite (< n 0) 0 (ite (<= n (len_S s)) n (len_S s)))) :pattern ((take_S s n)))))
(assert (forall ((s S) (n Int) (j Int)) (! (=> (and (<= 0 j) (< j n) (< j (len_S s))) (= (at_S (take_S s n) j) (at_S s j))) :pattern ((at_S (take_S s n) j)) :pattern ((at_S s j) (take_S s n)))))
(assert (forall ((s S) (n Int)) (! (= (len_S (drop_S s n)) (ite (< n 0) (len_S s) (ite (<= n (len_S s)) (- (len_S s) n) 0))) :pattern ((drop_S s n)))))
(assert (forall ((s S) (n Int) (j Int)) (! (=> (and (<= 0 n) (<= 0 j) (< j (- (len_S s) n))) (= (at_S (drop_S s n) j) (at_S s (+ j n)))) :pattern ((at_S (drop_S s n) j)))))
(assert (forall ((s S) (n Int) (j Int)) (! (=> (and (<= 0 n) (<= n j) (< j (len_S s))) (= (at_S (drop_S s n) (- j n)) (at_S s j))) :pattern ((at_S s j) (drop_S s n)))))
(assert (forall ((s S) (n Int)) (! (=> (<= n 0) (= (drop_S s n) s)) :pattern ((drop_S s n)))))
(assert (forall ((s S) (e E)) (! (=> (has_S s e) (and (<= 0 (idx_S s e)) (< (idx_S s e) (len_S s)) (= (at_S s (idx_S s e)) e))) :pattern ((has_S s e)))))
(assert (forall ((s S) (e E) (j Int)) (! (=> (and (<= 0 j) (< j (len_S s)) (= (at_S s j) e)) (has_S s e)) :pattern ((has_S s e) (at_S s j)))))
(assert (forall ((a S) (b S)) (! (=> (same_S a b) (= a b)) :pattern ((same_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (and (= (len_S a) (len_S b)) (=> (and (<= 0 (dif_S a b)) (< (dif_S a b) (len_S a))) EQUAL)) (same_S a b)) :pattern ((same_S a b)))))
`
	if t.Elem.Kind == ir.Int {
		text += `(declare-fun range_S (Int Int) S)
(assert (forall ((l Int) (h Int)) (! (= (len_S (range_S l h)) (ite (< l h) (- h l) 0)) :pattern ((range_S l h)))))
(assert (forall ((l Int) (h Int) (j Int)) (! (=> (and (<= 0 j) (< j (- h l))) (= (at_S (range_S l h) j) (+ l j))) :pattern ((at_S (range_S l h) j)))))
(assert (forall ((l Int) (h Int) (e Int)) (! (= (has_S (range_S l h) e) (and (<= l e) (< e h))) :pattern ((has_S (range_S l h) e)))))
`
	}
	equal := sameElements(t.Elem, "ELEMA", "ELEMB")
	equal = strings.ReplaceAll(equal, "|ELEMA|", "(at_S a (dif_S a b))")
	equal = strings.ReplaceAll(equal, "|ELEMB|", "(at_S b (dif_S a b))")
	text = strings.ReplaceAll(text, "EQUAL", equal)
	return instantiate(text, s, e)
}

// instantiate replaces the sort names S and E of a theory.
func instantiate(text, s, e string) string {
	var b strings.Builder
	word := func(c byte) bool {
		return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
	}
	for i := 0; i < len(text); {
		if !word(text[i]) {
			b.WriteByte(text[i])
			i++
			continue
		}
		j := i
		for j < len(text) && word(text[j]) {
			j++
		}
		w := text[i:j]
		switch {
		case w == "S":
			w = s
		case w == "E":
			w = e
		case strings.HasSuffix(w, "_S"):
			w = strings.TrimSuffix(w, "S") + s
		}
		b.WriteString(w)
		i = j
	}
	return b.String()
}

func setTheory(t *ir.Type) string {
	return instantiate(`(declare-sort S 0)
(declare-fun mem_S (S E) Bool)
(declare-fun empty_S () S)
(declare-fun one_S (E) S)
(declare-fun union_S (S S) S)
(declare-fun inter_S (S S) S)
(declare-fun minus_S (S S) S)
(declare-fun subset_S (S S) Bool)
(declare-fun same_S (S S) Bool)
(declare-fun dif_S (S S) E)
(declare-fun sub_S (S S) E)
(declare-fun card_S (S) Int)
(assert (forall ((e E)) (! (not (mem_S empty_S e)) :pattern ((mem_S empty_S e)))))
(assert (forall ((e E) (f E)) (! (= (mem_S (one_S e) f) (= e f)) :pattern ((mem_S (one_S e) f)))))
(assert (forall ((e E)) (! (mem_S (one_S e) e) :pattern ((one_S e)))))
(assert (forall ((a S) (b S) (e E)) (! (= (mem_S (union_S a b) e) (or (mem_S a e) (mem_S b e))) :pattern ((mem_S (union_S a b) e)) :pattern ((union_S a b) (mem_S a e)) :pattern ((union_S a b) (mem_S b e)))))
(assert (forall ((a S) (b S) (e E)) (! (= (mem_S (inter_S a b) e) (and (mem_S a e) (mem_S b e))) :pattern ((mem_S (inter_S a b) e)) :pattern ((inter_S a b) (mem_S a e)) :pattern ((inter_S a b) (mem_S b e)))))
(assert (forall ((a S) (b S) (e E)) (! (= (mem_S (minus_S a b) e) (and (mem_S a e) (not (mem_S b e)))) :pattern ((mem_S (minus_S a b) e)) :pattern ((minus_S a b) (mem_S a e)))))
(assert (forall ((a S) (b S) (e E)) (! (=> (and (subset_S a b) (mem_S a e)) (mem_S b e)) :pattern ((subset_S a b) (mem_S a e)) :pattern ((subset_S a b) (mem_S b e)))))
(assert (forall ((a S) (b S)) (! (=> (=> (mem_S a (sub_S a b)) (mem_S b (sub_S a b))) (subset_S a b)) :pattern ((subset_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (= (mem_S a (dif_S a b)) (mem_S b (dif_S a b))) (same_S a b)) :pattern ((same_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (same_S a b) (= a b)) :pattern ((same_S a b)))))
(assert (forall ((a S)) (! (<= 0 (card_S a)) :pattern ((card_S a)))))
(assert (= (card_S empty_S) 0))
(assert (forall ((a S)) (! (=> (= (card_S a) 0) (= a empty_S)) :pattern ((card_S a)))))
(assert (forall ((e E)) (! (= (card_S (one_S e)) 1) :pattern ((one_S e)))))
(assert (forall ((a S) (b S)) (! (= (+ (card_S (union_S a b)) (card_S (inter_S a b))) (+ (card_S a) (card_S b))) :pattern ((card_S (union_S a b))) :pattern ((card_S (inter_S a b))))))
(assert (forall ((a S) (e E)) (! (and (=> (mem_S a e) (= (inter_S a (one_S e)) (one_S e))) (=> (not (mem_S a e)) (= (inter_S a (one_S e)) empty_S))) :pattern ((union_S a (one_S e))))))
(assert (forall ((a S) (b S)) (! (= (+ (card_S (minus_S a b)) (card_S (inter_S a b))) (card_S a)) :pattern ((card_S (minus_S a b))))))
(assert (forall ((a S) (b S)) (! (=> (subset_S a b) (<= (card_S a) (card_S b))) :pattern ((subset_S a b)))))
`, t.Name, Sort(t.Elem))
}

func multisetTheory(t *ir.Type) string {
	return instantiate(`(declare-sort S 0)
(declare-fun count_S (S E) Int)
(declare-fun empty_S () S)
(declare-fun one_S (E) S)
(declare-fun union_S (S S) S)
(declare-fun inter_S (S S) S)
(declare-fun minus_S (S S) S)
(declare-fun subset_S (S S) Bool)
(declare-fun same_S (S S) Bool)
(declare-fun dif_S (S S) E)
(declare-fun sub_S (S S) E)
(declare-fun card_S (S) Int)
(assert (forall ((a S) (e E)) (! (<= 0 (count_S a e)) :pattern ((count_S a e)))))
(assert (forall ((e E)) (! (= (count_S empty_S e) 0) :pattern ((count_S empty_S e)))))
(assert (forall ((e E) (f E)) (! (= (count_S (one_S e) f) (ite (= e f) 1 0)) :pattern ((count_S (one_S e) f)))))
(assert (forall ((a S) (b S) (e E)) (! (= (count_S (union_S a b) e) (+ (count_S a e) (count_S b e))) :pattern ((count_S (union_S a b) e)))))
(assert (forall ((a S) (b S) (e E)) (! (= (count_S (inter_S a b) e) (ite (<= (count_S a e) (count_S b e)) (count_S a e) (count_S b e))) :pattern ((count_S (inter_S a b) e)))))
(assert (forall ((a S) (b S) (e E)) (! (= (count_S (minus_S a b) e) (ite (<= (count_S b e) (count_S a e)) (- (count_S a e) (count_S b e)) 0)) :pattern ((count_S (minus_S a b) e)))))
(assert (forall ((a S) (b S) (e E)) (! (=> (subset_S a b) (<= (count_S a e) (count_S b e))) :pattern ((subset_S a b) (count_S a e)) :pattern ((subset_S a b) (count_S b e)))))
(assert (forall ((a S) (b S)) (! (=> (<= (count_S a (sub_S a b)) (count_S b (sub_S a b))) (subset_S a b)) :pattern ((subset_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (= (count_S a (dif_S a b)) (count_S b (dif_S a b))) (same_S a b)) :pattern ((same_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (same_S a b) (= a b)) :pattern ((same_S a b)))))
(assert (forall ((a S)) (! (<= 0 (card_S a)) :pattern ((card_S a)))))
(assert (= (card_S empty_S) 0))
(assert (forall ((e E)) (! (= (card_S (one_S e)) 1) :pattern ((one_S e)))))
(assert (forall ((a S) (b S)) (! (= (card_S (union_S a b)) (+ (card_S a) (card_S b))) :pattern ((card_S (union_S a b))))))
`, t.Name, Sort(t.Elem))
}

func dictTheory(t *ir.Type, u *usage) string {
	text := `(declare-sort S 0)
(declare-fun dhas_S (S K) Bool)
(declare-fun dat_S (S K) E)
(declare-fun dupd_S (S K E) S)
(declare-fun empty_S () S)
(declare-fun same_S (S S) Bool)
(declare-fun dif_S (S S) K)
(declare-fun dlen_S (S) Int)
(assert (forall ((k K)) (! (not (dhas_S empty_S k)) :pattern ((dhas_S empty_S k)))))
(assert (forall ((d S) (k K) (v E) (l K)) (! (= (dhas_S (dupd_S d k v) l) (or (= k l) (dhas_S d l))) :pattern ((dhas_S (dupd_S d k v) l)))))
(assert (forall ((d S) (k K) (v E) (l K)) (! (= (dat_S (dupd_S d k v) l) (ite (= k l) v (dat_S d l))) :pattern ((dat_S (dupd_S d k v) l)))))
(assert (forall ((a S) (b S)) (! (=> (and (= (dlen_S a) (dlen_S b)) (= (dhas_S a (dif_S a b)) (dhas_S b (dif_S a b))) (=> (dhas_S a (dif_S a b)) (= (dat_S a (dif_S a b)) (dat_S b (dif_S a b))))) (same_S a b)) :pattern ((same_S a b)))))
(assert (forall ((a S) (b S)) (! (=> (same_S a b) (= a b)) :pattern ((same_S a b)))))
(assert (forall ((d S)) (! (<= 0 (dlen_S d)) :pattern ((dlen_S d)))))
(assert (= (dlen_S empty_S) 0))
(assert (forall ((d S) (k K) (v E)) (! (= (dlen_S (dupd_S d k v)) (ite (dhas_S d k) (dlen_S d) (+ 1 (dlen_S d)))) :pattern ((dupd_S d k v)))))
`
	if set := u.types["Set_"+t.Key.Name]; set != nil {
		text += `(declare-fun dom_S (S) SETK)
(assert (forall ((d S) (k K)) (! (= (mem_SETK (dom_S d) k) (dhas_S d k)) :pattern ((mem_SETK (dom_S d) k)) :pattern ((dom_S d) (dhas_S d k)))))
(assert (forall ((d S)) (! (= (card_SETK (dom_S d)) (dlen_S d)) :pattern ((dom_S d)))))
`
		text = strings.ReplaceAll(text, "SETK", set.Name)
	}
	if set := u.types["Set_"+t.Elem.Name]; set != nil && u.ops["rng"] {
		text += `(declare-fun rng_S (S) SETE)
(declare-fun key_S (S E) K)
(assert (forall ((d S) (k K)) (! (=> (dhas_S d k) (mem_SETE (rng_S d) (dat_S d k))) :pattern ((rng_S d) (dat_S d k)))))
(assert (forall ((d S) (e E)) (! (=> (mem_SETE (rng_S d) e) (and (dhas_S d (key_S d e)) (= (dat_S d (key_S d e)) e))) :pattern ((mem_SETE (rng_S d) e)))))
`
		text = strings.ReplaceAll(text, "SETE", set.Name)
	}
	text = strings.ReplaceAll(text, " K)", " "+Sort(t.Key)+")")
	text = strings.ReplaceAll(text, " K ", " "+Sort(t.Key)+" ")
	text = strings.ReplaceAll(text, "(k K", "(k "+Sort(t.Key))
	return instantiate(text, t.Name, Sort(t.Elem))
}

// seqBridges relate a sequence to the set and multiset of its elements, when the script has them.
func (u *usage) seqBridges(t *ir.Type) string {
	var b strings.Builder
	if set := u.types["Set_"+t.Elem.Name]; set != nil && u.ops["toset"] {
		b.WriteString(strings.ReplaceAll(instantiate(`(declare-fun toset_S (S) OTHER)
(assert (forall ((s S) (e E)) (! (= (mem_OTHER (toset_S s) e) (has_S s e)) :pattern ((mem_OTHER (toset_S s) e)))))
`, t.Name, Sort(t.Elem)), "OTHER", set.Name))
	}
	if bag := u.types["Multiset_"+t.Elem.Name]; bag != nil && u.ops["tobag"] {
		b.WriteString(strings.ReplaceAll(instantiate(`(declare-fun tobag_S (S) OTHER)
(assert (= (tobag_S empty_S) empty_OTHER))
(assert (forall ((e E)) (! (= (tobag_S (one_S e)) (one_OTHER e)) :pattern ((tobag_S (one_S e))))))
(assert (forall ((a S) (b S)) (! (= (tobag_S (app_S a b)) (union_OTHER (tobag_S a) (tobag_S b))) :pattern ((tobag_S (app_S a b))))))
(assert (forall ((s S)) (! (= (card_OTHER (tobag_S s)) (len_S s)) :pattern ((tobag_S s)))))
(assert (forall ((s S) (e E)) (! (= (< 0 (count_OTHER (tobag_S s) e)) (has_S s e)) :pattern ((count_OTHER (tobag_S s) e)))))
`, t.Name, Sort(t.Elem)), "OTHER", bag.Name))
	}
	return b.String()
}

func (u *usage) textTheory() string {
	var b strings.Builder
	b.WriteString(`(declare-sort Text 0)
(declare-fun textlen_Text (Text) Int)
(declare-fun textat_Text (Text Int) Int)
(assert (forall ((s Text)) (! (<= 0 (textlen_Text s)) :pattern ((textlen_Text s)))))
(assert (forall ((s Text) (i Int)) (! (and (<= 0 (textat_Text s i)) (<= (textat_Text s i) 255)) :pattern ((textat_Text s i)))))
`)
	var names []string
	for _, s := range sortedKeys(u.texts) {
		name := textSymbol(s)
		names = append(names, name)
		fmt.Fprintf(&b, "(declare-fun %s () Text)\n(assert (= (textlen_Text %s) %d))\n", name, name, len(s))
		for i := 0; i < len(s) && i < 64; i++ {
			fmt.Fprintf(&b, "(assert (= (textat_Text %s %d) %d))\n", name, i, s[i])
		}
	}
	if len(names) > 1 {
		fmt.Fprintf(&b, "(assert (distinct %s))\n", strings.Join(names, " "))
	}
	return b.String()
}

// functions are the declarations and axioms of the pure functions that the script uses.
func (u *usage) functions(self *ir.Func, cycles map[string]int) string {
	names := make([]string, 0, len(u.funcs))
	for n := range u.funcs {
		names = append(names, n)
	}
	sort.Strings(names)
	var b strings.Builder
	for _, n := range names {
		fn := u.program.Funcs[n]
		var sorts []string
		for _, p := range fn.Params {
			sorts = append(sorts, Sort(p.Type))
		}
		fmt.Fprintf(&b, "(declare-fun %s (%s) %s)\n", Symbol("f_"+n), strings.Join(sorts, " "), Sort(fn.Result))
		if cycles[n] != 0 {
			fmt.Fprintf(&b, "(declare-fun %s (%s) %s)\n", Symbol("l_"+n), strings.Join(sorts, " "), Sort(fn.Result))
		}
	}
	for _, n := range names {
		functionAxioms(&b, u.program.Funcs[n], self, cycles)
	}
	return b.String()
}

// functionAxioms prints what is known of one function. Inside a cycle the body mentions limited twins, so that a solver
// unrolls one level at a time; while a member of the cycle is checked, postconditions of the cycle are known below its
// measure only.
func functionAxioms(b *strings.Builder, fn *ir.Func, self *ir.Func, cycles map[string]int) {
	args := make([]*ir.Expr, len(fn.Params))
	for i, p := range fn.Params {
		args[i] = ir.V(p)
	}
	call := &ir.Expr{Op: ir.OpCall, Type: fn.Result, Name: fn.Name, Args: args}
	var pre []*ir.Expr
	for _, c := range fn.Pre {
		pre = append(pre, expandLets(c.X))
	}
	limit := map[string]bool{}
	inCycle := cycles[fn.Name] != 0
	if inCycle {
		for n, k := range cycles {
			if k == cycles[fn.Name] {
				limit[n] = true
			}
		}
	}
	emit := func(trigger string, body string) {
		if len(fn.Params) == 0 {
			fmt.Fprintf(b, "(assert %s)\n", body)
			return
		}
		b.WriteString("(assert (forall (")
		for _, p := range fn.Params {
			fmt.Fprintf(b, "(%s %s)", Symbol(p.Name), Sort(p.Type))
		}
		fmt.Fprintf(b, ") (! %s :pattern (%s))))\n", body, trigger)
	}
	print := func(x *ir.Expr, limited bool) string {
		var w strings.Builder
		p := &printer{b: &w, cyclic: cycles}
		if limited {
			p.limit = limit
		}
		p.expr(x)
		return w.String()
	}
	full, lim := print(call, false), print(call, true)
	if inCycle {
		emit(full, fmt.Sprintf("(= %s %s)", full, lim))
	}
	guard := print(ir.And(pre...), inCycle)
	if fn.Body != nil && !fn.Opaque {
		emit(full, fmt.Sprintf("(=> %s (= %s %s))", guard, full, print(expandLets(fn.Body), inCycle)))
	}
	if self != nil && self.Name == fn.Name && !inCycle {
		return // its postcondition is what is being proved
	}
	below := ir.True
	if self != nil && inCycle && cycles[self.Name] == cycles[fn.Name] {
		by := map[string]*ir.Expr{}
		for _, p := range self.Params {
			by[p.Name] = rawTerm(p.Name+"@self", p.Type)
		}
		own := substAll(self.Measure, by)
		below = falls(own, fn.Measure)
	}
	for _, c := range fn.Post {
		post := ir.Subst(expandLets(c.X), map[string]*ir.Expr{ir.ResultName: call})
		emit(lim, fmt.Sprintf("(=> %s %s)", print(ir.And(append(pre[:len(pre):len(pre)], below)...), inCycle), print(post, inCycle)))
	}
}

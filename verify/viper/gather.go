package viper

import "warrant/verify/ir"

// gatherName names the function that makes a set or a multiset of another collection.
func gatherName(x *ir.Expr) string {
	from := "seq"
	if x.Op == ir.OpSetToMultiset {
		from = "set"
	}
	to := "bag"
	if x.Op == ir.OpSeqToSet {
		to = "set"
	}
	return to + "_of_" + from + "_" + x.Type.Elem.Name
}

// gather prints such a function by what is in its result.
func (p *printer) gather(name string, x *ir.Expr) {
	from, to, elem := typeName(x.Args[0].Type), typeName(x.Type), typeName(x.Type.Elem)
	p.say("domain Gather_%s {", name)
	p.say("  function %s(s: %s): %s", name, from, to)
	switch x.Op {
	case ir.OpSeqToSet:
		p.say("  axiom { forall s: %s, e: %s :: { e in %[3]s(s) } (e in %[3]s(s)) == (e in s) }", from, elem, name)
	case ir.OpSetToMultiset:
		p.say("  axiom { forall s: %s, e: %s :: { e in %[3]s(s) } (e in %[3]s(s)) == (e in s ? 1 : 0) }", from, elem, name)
		p.say("  axiom { forall s: %s :: { |%[2]s(s)| } |%[2]s(s)| == |s| }", from, name)
	case ir.OpSeqToMultiset:
		p.say("  axiom { %s(Seq[%s]()) == Multiset[%[2]s]() }", name, elem)
		p.say("  axiom { forall e: %s :: { %[2]s(Seq(e)) } %[2]s(Seq(e)) == Multiset(e) }", elem, name)
		p.say("  axiom { forall a: %s, b: %[1]s :: { %[2]s(a ++ b) } %[2]s(a ++ b) == (%[2]s(a) union %[2]s(b)) }", from, name)
		p.say("  axiom { forall s: %s, i: Int, e: %s :: { %[3]s(s[i := e]) } 0 <= i && i < |s| ==> (%[3]s(s[i := e]) union Multiset(s[i])) == (%[3]s(s) union Multiset(e)) }", from, elem, name)
		p.say("  axiom { forall s: %s, e: %s :: { e in %[3]s(s) } ((e in %[3]s(s)) > 0) == (e in s) }", from, elem, name)
		p.say("  axiom { forall s: %s :: { |%[2]s(s)| } |%[2]s(s)| == |s| }", from, name)
	}
	p.say("}")
}

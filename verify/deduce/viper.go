package deduce

import (
	"context"
	"fmt"
	"maps"
	"time"

	"warrant/verify/ir"
	"warrant/verify/obligation"
	"warrant/verify/vc"
	"warrant/verify/viper"
)

// viperEngine asks Silicon, one file for each package.
type viperEngine struct {
	silicon *viper.Silicon
	cache   *cache
}

func newViper(o *Options, c *cache) (*viperEngine, error) {
	s, err := viper.Open(o.Jar)
	if err != nil {
		return nil, err
	}
	s.Processor = o.Processor
	return &viperEngine{silicon: s, cache: c}, nil
}

// verify checks all methods of one package and answers a result for each function.
func (e *viperEngine) verify(ctx context.Context, p *ir.Program, methods []*ir.Method) []*Function {
	file, err := printViper(p, methods)
	var findings []viper.Finding
	seconds, cached := 0.0, false
	if err == nil {
		key := e.cache.keyOf("silicon "+viper.JarHash, file.Text)
		var kept []vc.Outcome
		if kept, cached = e.cache.get(key); cached {
			for _, k := range kept {
				f := viper.Finding{Text: k.Reason, Values: k.Values}
				if _, err := fmt.Sscan(k.Values["line"], &f.Line); err != nil {
					cached, findings = false, nil
					break
				}
				findings = append(findings, f)
			}
		}
		if !cached {
			start := time.Now()
			findings, err = e.silicon.Verify(ctx, file.Text)
			if err == nil && len(findings) > 0 && p.Heap {
				e.explain(ctx, p, methods, file, findings)
			}
			seconds = time.Since(start).Seconds()
			if err == nil {
				kept = []vc.Outcome{}
				for _, f := range findings {
					values := map[string]string{"line": fmt.Sprint(f.Line)}
					maps.Copy(values, f.Values)
					kept = append(kept, vc.Outcome{Reason: f.Text, Values: values})
				}
				e.cache.put(key, kept)
			}
		}
	}
	if err == nil {
		err = attribute(file, findings)
	}
	list := make([]*Function, len(methods))
	by := map[*ir.Method]*Function{}
	for i, m := range methods {
		list[i] = &Function{Package: m.Module, Title: m.Title, Backend: backendName(p), Seconds: seconds / float64(len(methods)), Cached: cached, Err: err}
		by[m] = list[i]
	}
	if err != nil {
		return list
	}
	for _, pl := range file.Order {
		f := by[pl.Method]
		if f == nil {
			continue
		}
		o := obligation.Obligation{
			ID:          obligation.ID{Package: f.Package, Function: f.Title, Kind: obligation.Kind(pl.Claim.Kind), Expression: obligation.NormaliseText(pl.Claim.Text)},
			Place:       place(pl.Claim.At, pl.Method.At),
			Description: pl.Claim.Why, Engine: "verify/silicon", Verdict: obligation.Success, Class: obligation.Proved,
		}
		vacuity := o.ID.Kind == obligation.Vacuity
		switch {
		case pl.Failed != "" && vacuity && !f.Proved():
			o.Verdict, o.Class, o.Detail = obligation.Undetermined, "", "an earlier failure hides this"
		case pl.Failed != "" && vacuity:
			o.Verdict, o.Class, o.Detail = obligation.Unsatisfiable, "", pl.Failed
		case pl.Failed != "":
			o.Verdict, o.Class, o.Detail = obligation.Failure, "", refusal(&o, pl)
		case vacuity:
			o.Verdict, o.Class = obligation.Satisfied, ""
		}
		f.Obligations = append(f.Obligations, o)
	}
	return list
}

// backendName says how Silicon was asked.
func backendName(p *ir.Program) string {
	if p.Heap {
		return "heap"
	}
	return "viper"
}

// attribute enters findings at the claims on their lines, or at the last claim above in the same member.
func attribute(file *viper.File, findings []viper.Finding) error {
	for _, f := range findings {
		pl := claimAt(file, f.Line)
		if pl == nil {
			return fmt.Errorf("silicon says of line %d (%s), which holds no claim: %s", f.Line, file.Members[f.Line], f.Text)
		}
		pl.Blame(f.Text, whereOf(file, pl.Method, f.Values))
	}
	return nil
}

// claimAt is the claim on a line, or the last one above it in the same member.
func claimAt(file *viper.File, line int) *viper.Placed {
	member := file.Members[line]
	for line > 0 && file.Claims[line] == nil && file.Members[line] == member {
		line--
	}
	if file.Members[line] != member {
		return nil
	}
	return file.Claims[line]
}

// printViper prints methods; an operation without a Viper form is an error, not a panic.
func printViper(p *ir.Program, methods []*ir.Method) (file *viper.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = fmt.Errorf("unsupported by backend viper: %w", e)
		}
	}()
	return viper.Print(p, methods, vc.Cycles(p)), nil
}

// byPackage groups methods in order.
func byPackage(methods []*ir.Method) [][]*ir.Method {
	var groups [][]*ir.Method
	at := map[string]int{}
	for _, m := range methods {
		i, ok := at[m.Module]
		if !ok {
			i = len(groups)
			at[m.Module] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], m)
	}
	return groups
}

// runViper verifies package by package, one engine at a time: it takes all the memory that it gets.
func (e *viperEngine) run(ctx context.Context, p *ir.Program, methods []*ir.Method, progress Progress) []*Function {
	var list []*Function
	for _, group := range byPackage(methods) {
		progress(len(list), len(methods), group[0].Module)
		list = append(list, e.verify(ctx, p, group)...)
	}
	progress(len(methods), len(methods), "")
	return list
}

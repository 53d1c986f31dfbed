package cross

import (
	"context"

	"warrant/verify/lower"
)

// Update compares package by package and writes the table after each, so that a run that is stopped keeps what it found. What differs from the
// table is no drift then.
func Update(ctx context.Context, o Options, file string, say func(string)) (*Report, error) {
	loader, err := lower.NewLoader(o.Dir)
	if err != nil {
		return nil, err
	}
	all := &Report{}
	for _, pattern := range o.Patterns {
		paths, err := loader.Match(o.Dir, pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			p, err := loader.Load(path)
			if err != nil {
				return nil, err
			}
			if !p.Annotated() {
				continue
			}
			o.Patterns = []string{path}
			r, err := settle(ctx, o, file, say)
			if err != nil {
				return nil, err
			}
			o.Known = &r.Found
			all.Rows, all.Wrong, all.Found = append(all.Rows, r.Rows...), append(all.Wrong, r.Wrong...), r.Found
		}
	}
	return all, nil
}

// settle runs until a run finds what the run before it has written: what cvc5 decides depends on what it was asked before in the same process,
// and what it has left open it is not asked again.
func settle(ctx context.Context, o Options, file string, say func(string)) (*Report, error) {
	for {
		r, err := Run(ctx, o, say)
		if err != nil {
			return nil, err
		}
		if err := r.Found.Write(file); err != nil {
			return nil, err
		}
		if len(r.Drift) == 0 || len(r.Wrong) > 0 {
			return r, nil
		}
		o.Known, o.Again, o.Search = &r.Found, false, false
	}
}

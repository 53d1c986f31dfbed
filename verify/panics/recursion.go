package panics

import "golang.org/x/tools/go/ssa"

// leads tells whether a call of from can end up in a call of to. Functions of one strongly connected component lead to each other.
func (c *calls) leads(from, to *ssa.Function) bool {
	if c.component == nil {
		c.findComponents()
	}
	i, known := c.component[from]
	j, also := c.component[to]
	if !known || !also || i != j {
		return false
	}
	return from != to || c.callsItself(from)
}

func (c *calls) callsItself(fn *ssa.Function) bool {
	if c.size[c.component[fn]] > 1 {
		return true
	}
	for _, e := range c.next[fn] {
		if e.to == fn && !e.handed {
			return true
		}
	}
	return false
}

// findComponents is Tarjan's algorithm over the calls, without what is only handed on.
func (c *calls) findComponents() {
	c.component, c.size = map[*ssa.Function]int{}, map[int]int{}
	number, low := map[*ssa.Function]int{}, map[*ssa.Function]int{}
	onStack := map[*ssa.Function]bool{}
	var stack []*ssa.Function
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		number[fn] = len(number) + 1
		low[fn] = number[fn]
		stack = append(stack, fn)
		onStack[fn] = true
		for _, e := range c.next[fn] {
			if e.handed {
				continue
			}
			if number[e.to] == 0 {
				visit(e.to)
				low[fn] = min(low[fn], low[e.to])
			} else if onStack[e.to] {
				low[fn] = min(low[fn], number[e.to])
			}
		}
		if low[fn] != number[fn] {
			return
		}
		for {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			onStack[top] = false
			c.component[top] = number[fn]
			c.size[number[fn]]++
			if top == fn {
				return
			}
		}
	}
	for fn := range c.next {
		if number[fn] == 0 {
			visit(fn)
		}
	}
}

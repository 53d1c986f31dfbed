package bmc

// heap maps object numbers to contents. It is a persistent trie: an update copies a few nodes and shares the rest, so
// that paths which split and meet again find what they did not touch by comparing pointers.
type heap struct {
	root  *heapNode
	depth int // levels below the root
}

const heapFan = 16

type heapNode struct {
	children [heapFan]*heapNode
	contents [heapFan]value
}

// get returns the content of object id, or nil.
func (h heap) get(id int) value {
	node := h.root
	for level := h.depth; ; level-- {
		if node == nil || id>>(4*(h.depth+1)) != 0 {
			return nil
		}
		slot := id >> (4 * level) & (heapFan - 1)
		if level == 0 {
			return node.contents[slot]
		}
		node = node.children[slot]
	}
}

// set returns h with the content of object id replaced.
func (h heap) set(id int, content value) heap {
	for id>>(4*(h.depth+1)) != 0 {
		grown := &heapNode{}
		grown.children[0] = h.root
		h.root = grown
		h.depth++
	}
	h.root = h.root.set(id, h.depth, content)
	return h
}

func (n *heapNode) set(id, level int, content value) *heapNode {
	fresh := &heapNode{}
	if n != nil {
		*fresh = *n
	}
	slot := id >> (4 * level) & (heapFan - 1)
	if level == 0 {
		fresh.contents[slot] = content
	} else {
		fresh.children[slot] = fresh.children[slot].set(id, level-1, content)
	}
	return fresh
}

// mergeHeaps returns the heap that holds, for each object, what choose makes of its contents in a and b. An object that
// one heap lacks has there the content that absent gives it; when that is nil, only the other path can designate the
// object and its content is taken as it is.
func mergeHeaps(a, b heap, absent func(id int) value, choose func(x, y value) value) heap {
	for a.depth < b.depth {
		a = a.deepen()
	}
	for b.depth < a.depth {
		b = b.deepen()
	}
	m := heapMerger{absent: absent, choose: choose}
	return heap{root: m.merge(a.root, b.root, a.depth, 0), depth: a.depth}
}

func (h heap) deepen() heap {
	grown := &heapNode{}
	grown.children[0] = h.root
	return heap{root: grown, depth: h.depth + 1}
}

type heapMerger struct {
	absent func(id int) value
	choose func(x, y value) value
}

var emptyNode = &heapNode{}

func (m heapMerger) merge(a, b *heapNode, level, prefix int) *heapNode {
	if a == b {
		return a
	}
	if a == nil {
		a = emptyNode
	}
	if b == nil {
		b = emptyNode
	}
	merged := &heapNode{}
	for i := range heapFan {
		id := prefix<<4 | i
		if level > 0 {
			merged.children[i] = m.merge(a.children[i], b.children[i], level-1, id)
			continue
		}
		x, y := a.contents[i], b.contents[i]
		if x == nil && y != nil {
			x = m.absent(id)
		}
		if y == nil && x != nil {
			y = m.absent(id)
		}
		switch {
		case x == nil:
			merged.contents[i] = y
		case y == nil || x == y:
			merged.contents[i] = x
		default:
			merged.contents[i] = m.choose(x, y)
		}
	}
	return merged
}

// each calls visit for every object in h.
func (h heap) each(visit func(id int, content value)) { h.root.each(h.depth, 0, visit) }

func (n *heapNode) each(level, prefix int, visit func(id int, content value)) {
	if n == nil {
		return
	}
	for i := range heapFan {
		id := prefix<<4 | i
		if level > 0 {
			n.children[i].each(level-1, id, visit)
		} else if n.contents[i] != nil {
			visit(id, n.contents[i])
		}
	}
}

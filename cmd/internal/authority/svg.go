package authority

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
)

// Sizes of the picture, in pixels.
const (
	margin     = 24
	titleSpace = 40
	arcSpace   = 70 // left of the processes, for what reaches other processes
	boxWidth   = 250
	headHeight = 24
	rowHeight  = 18
	boxGap     = 16
	between    = 300 // between the two columns
	pillWidth  = 250
	pillHeight = 30
	pillGap    = 14
)

// colours tell the objects' lines apart: eight that people with any colour vision can distinguish (Okabe and Ito, without yellow on white).
var colours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#5c5c5c", "#7b3294"}

// picture is a graph with a place for each of its parts.
type picture struct {
	*Graph
	top    []int // of each process's box
	object []int // top of each object
	height int
}

// SVG writes the graph as a picture: processes with their capabilities on the left, objects on the right.
func (g *Graph) SVG(w io.Writer) error {
	p := &picture{Graph: g}
	p.arrange()
	var b strings.Builder
	width := 2*margin + arcSpace + boxWidth + between + pillWidth
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n",
		width, p.height, width, p.height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", width, p.height)
	fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="16">%s</text>`+"\n", margin, margin+12, html.EscapeString(g.Title))
	p.lines(&b)
	p.boxes(&b)
	p.pills(&b)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// left is the left edge of the processes, right that of the objects.
const (
	left  = margin + arcSpace
	right = left + boxWidth + between
)

// arrange gives everything its place: processes below each other, and each object as near as possible to the middle of what reaches it.
func (p *picture) arrange() {
	y := margin + titleSpace
	sum, count := make([]int, len(p.Objects)), make([]int, len(p.Objects))
	for _, process := range p.Processes {
		p.top = append(p.top, y)
		for k, c := range process.Caps {
			if c.Object >= 0 {
				sum[c.Object] += row(y, k)
				count[c.Object]++
			}
		}
		y += headHeight + rowHeight*len(process.Caps) + boxGap
	}
	order := make([]int, len(p.Objects))
	middle := make([]int, len(p.Objects))
	for n := range order {
		order[n] = n
		middle[n] = sum[n] / max(count[n], 1)
	}
	slices.SortStableFunc(order, func(a, b int) int { return middle[a] - middle[b] })
	p.object = make([]int, len(p.Objects))
	next := margin + titleSpace
	for _, n := range order {
		p.object[n] = max(next, middle[n]-pillHeight/2)
		next = p.object[n] + pillHeight + pillGap
	}
	// Pushed down too far, they move up again together.
	if over := next - max(y, margin+titleSpace+len(order)*(pillHeight+pillGap)); over > 0 {
		limit := next - over
		for _, n := range slices.Backward(order) {
			p.object[n] = min(p.object[n], limit-pillHeight-pillGap)
			limit = p.object[n]
		}
		next -= over
	}
	p.height = max(y, next) + margin
}

// row is the middle of a capability's row in a box at top.
func row(top, k int) int { return top + headHeight + rowHeight*k + rowHeight/2 }

// lines draws what reaches what.
func (p *picture) lines(b *strings.Builder) {
	for n, process := range p.Processes {
		for k, c := range process.Caps {
			y := row(p.top[n], k)
			switch {
			case c.Object >= 0:
				from, to := left+boxWidth, right
				end := p.object[c.Object] + pillHeight/2
				fmt.Fprintf(b, `<path d="M%d %d C%d %d %d %d %d %d" fill="none" stroke="%s" stroke-width="1.3"/>`+"\n",
					from, y, from+between/2, y, to-between/2, end, to, end, colours[c.Object%len(colours)])
			case c.Process >= 0:
				end := p.top[c.Process] + headHeight/2
				bend := left - 16 - min(arcSpace-24, abs(end-y)/8)
				fmt.Fprintf(b, `<path d="M%d %d C%d %d %d %d %d %d" fill="none" stroke="#555" stroke-dasharray="4 3"/>`+"\n",
					left, y, bend, y, bend, end, left, end)
				fmt.Fprintf(b, `<path d="M%d %d l-7 -4 v8 z" fill="#555"/>`+"\n", left, end)
			}
		}
	}
}

// boxes draws the processes.
func (p *picture) boxes(b *strings.Builder) {
	for n, process := range p.Processes {
		top, height := p.top[n], headHeight+rowHeight*len(process.Caps)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="white" stroke="#333"/>`+"\n", left, top, boxWidth, height)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#eee" stroke="#333"/>`+"\n", left, top, boxWidth, headHeight)
		fmt.Fprintf(b, `<text x="%d" y="%d"><tspan font-weight="bold">%s</tspan> <tspan fill="#555">%s</tspan></text>`+"\n",
			left+8, top+16, html.EscapeString(process.Name), html.EscapeString(process.Note))
		for k, c := range process.Caps {
			fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", left+8, row(top, k)+4, html.EscapeString(c.Label))
		}
	}
}

// pills draws the objects.
func (p *picture) pills(b *strings.Builder) {
	for n, name := range p.Objects {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="12" fill="white" stroke="%s" stroke-width="2"/>`+"\n",
			right, p.object[n], pillWidth, pillHeight, colours[n%len(colours)])
		fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", right+14, p.object[n]+19, html.EscapeString(name))
	}
}

// abs is the magnitude of n.
func abs(n int) int { return max(n, -n) }

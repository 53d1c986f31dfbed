// +gobra

package endpoint

import "warrant/kernel/limits"

// Ref names an outstanding call: the place of a process, and the place of the call among that process's calls.
type Ref struct {
	Process uint32
	Place   uint32
}

// Queue holds at most limits.EndpointPlaces calls or receives in the order in which they came. The zero value is empty.
type Queue struct {
	places [limits.EndpointPlaces]Ref
	head   uint32
	count  uint32
}

// @ preserves q.Mem()
// @ ensures   ok == (len(old(q.View())) < limits.EndpointPlaces)
// @ ensures   q.View() == (ok ? old(q.View()) ++ seq[Ref]{r} : old(q.View()))
// @ decreases

// Push puts r at the end. It fails, and changes nothing, when the queue is full. Invariant: EP-1.
func (q *Queue) Push(r Ref) (ok bool) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	if q.count == limits.EndpointPlaces {
		// @ fold q.Mem()
		return false
	}
	// @ ghost prev := seq(q.places)
	q.places[(q.head+q.count)%limits.EndpointPlaces] = r
	// @ assert seq(q.places) == prev[(int(q.head) + int(q.count)) % limits.EndpointPlaces = r]
	q.count = q.count + 1
	// @ ghost now := order(seq(q.places), int(q.head), int(q.count))
	// @ assert forall i int :: { now[i] } 0 <= i && i < len(was) ==> now[i] == was[i]
	// @ assert now == was ++ seq[Ref]{r}
	// @ fold q.Mem()
	return true
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   ok == (len(q.View()) > 0)
// @ ensures   r == (ok ? q.View()[0] : Ref{})
// @ decreases

// First answers who came first. It fails when the queue is empty.
func (q *Queue) First() (r Ref, ok bool) {
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	if q.count == 0 {
		return Ref{}, false
	}
	return q.places[q.head], true
}

// @ preserves q.Mem()
// @ ensures   ok == (len(old(q.View())) > 0)
// @ ensures   ok ==> r == old(q.View())[0] && q.View() == old(q.View())[1:]
// @ ensures   !ok ==> r == Ref{} && q.View() == old(q.View())
// @ decreases

// Pop takes who came first. It fails when the queue is empty.
func (q *Queue) Pop() (r Ref, ok bool) {
	// @ ghost was := q.View()
	// @ unfold q.Mem()
	if q.count == 0 {
		// @ fold q.Mem()
		return Ref{}, false
	}
	r = q.places[q.head]
	// @ assert was[0] == r
	q.head = (q.head + 1) % limits.EndpointPlaces
	q.count = q.count - 1
	// @ ghost now := order(seq(q.places), int(q.head), int(q.count))
	// @ assert forall i int :: { now[i] } 0 <= i && i < len(now) ==> now[i] == was[i+1]
	// @ assert now == was[1:]
	// @ fold q.Mem()
	return r, true
}

// @ preserves q.Mem()
// @ ensures   ok == (First(old(q.View()), r) < len(old(q.View())))
// @ ensures   q.View() == Without(old(q.View()), r)
// @ decreases

// Remove takes the first that equals r out, and keeps the order of the others. It fails when r does not wait.
func (q *Queue) Remove(r Ref) (ok bool) {
	// @ ghost was := q.View()
	i := q.find(r)
	// @ unfold q.Mem()
	if i == q.count {
		// @ fold q.Mem()
		return false
	}
	// @ ghost k := int(i)
	q.count = q.count - 1
	// @ invariant acc(q) && 0 <= q.head && q.head < limits.EndpointPlaces && q.count < limits.EndpointPlaces
	// @ invariant int(q.count) == len(was) - 1 && k <= int(i) && i <= q.count
	// @ invariant Shifted(was, order(seq(q.places), int(q.head), len(was)), k, int(i))
	// @ decreases q.count - i
	for ; i < q.count; i++ {
		// @ ghost prev := seq(q.places)
		// @ ghost then := order(prev, int(q.head), len(was))
		q.places[(q.head+i)%limits.EndpointPlaces] = q.places[(q.head+i+1)%limits.EndpointPlaces]
		// @ assert seq(q.places) == prev[(int(q.head) + int(i)) % limits.EndpointPlaces = prev[(int(q.head) + int(i) + 1) % limits.EndpointPlaces]]
		// @ ghost now := order(seq(q.places), int(q.head), len(was))
		// @ assert forall j int :: { now[j] } 0 <= j && j < len(was) ==> now[j] == (j == int(i) ? then[j+1] : then[j])
	}
	// @ assert order(seq(q.places), int(q.head), int(q.count)) == was[:k] ++ was[k+1:]
	// @ fold q.Mem()
	return true
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   int(i) == First(q.View(), r)
// @ decreases

// find answers how many wait before the first that equals r, or the length of the queue when r does not wait.
func (q *Queue) find(r Ref) (i uint32) {
	// @ ghost was := q.View()
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	// @ invariant acc(q, 1/4) && 0 <= i && i <= q.count && q.count <= limits.EndpointPlaces && 0 <= q.head && q.head < limits.EndpointPlaces
	// @ invariant was == order(seq(q.places), int(q.head), int(q.count))
	// @ invariant First(was, r) >= int(i)
	// @ decreases q.count - i
	for i = 0; i < q.count; i++ {
		if q.places[(q.head+i)%limits.EndpointPlaces] == r {
			// @ assert was[int(i)] == r
			return i
		}
		// @ assert was[int(i)] != r
	}
	return i
}

// @ preserves acc(q.Mem(), 1/4)
// @ ensures   int(n) == len(q.View())
// @ decreases

// Len answers how many wait.
func (q *Queue) Len() (n uint32) {
	// @ unfold acc(q.Mem(), 1/4)
	// @ defer fold acc(q.Mem(), 1/4)
	return q.count
}

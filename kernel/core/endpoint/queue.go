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

// Push puts r at the end. It fails, and changes nothing, when the queue is full. Invariant: EP-1.
func (q *Queue) Push(r Ref) (ok bool) {
	if q.count == limits.EndpointPlaces {
		return false
	}
	q.places[(q.head+q.count)%limits.EndpointPlaces] = r
	q.count = q.count + 1
	return true
}

// First answers who came first. It fails when the queue is empty.
func (q *Queue) First() (r Ref, ok bool) {
	if q.count == 0 {
		return Ref{}, false
	}
	return q.places[q.head], true
}

// Pop takes who came first. It fails when the queue is empty.
func (q *Queue) Pop() (r Ref, ok bool) {
	if q.count == 0 {
		return Ref{}, false
	}
	r = q.places[q.head]
	q.head = (q.head + 1) % limits.EndpointPlaces
	q.count = q.count - 1
	return r, true
}

// Remove takes the first that equals r out, and keeps the order of the others. It fails when r does not wait.
func (q *Queue) Remove(r Ref) (ok bool) {
	i := q.find(r)
	if i == q.count {
		return false
	}
	q.count = q.count - 1
	for ; i < q.count; i++ {
		q.places[(q.head+i)%limits.EndpointPlaces] = q.places[(q.head+i+1)%limits.EndpointPlaces]
	}
	return true
}

// find answers how many wait before the first that equals r, or the length of the queue when r does not wait.
func (q *Queue) find(r Ref) (i uint32) {
	for i = 0; i < q.count; i++ {
		if q.places[(q.head+i)%limits.EndpointPlaces] == r {
			return i
		}
	}
	return i
}

// Len answers how many wait.
func (q *Queue) Len() (n uint32) {
	return q.count
}

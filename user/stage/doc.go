// Package stage is what programs have in common that start other ones and connect them: a list of grants, a child and its end, endpoints
// with their facets, calls with which capabilities travel.
//
// It ends the process when something fails that the program has not put to the test. It may not do anything that a program has not asked
// for.
package stage

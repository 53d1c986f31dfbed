#!/usr/bin/env bash
# Records what `gosure mutate` printed in docs/proofs/measured.toml, in place of what was recorded of the same packages before.
#
#   gosure mutate -survivors FILE PACKAGES | scripts/record-mutants.sh JUDGE     JUDGE is proofs, harnesses or tests
#
# The commit that is recorded is the one that is checked out; a tree with changes is refused, since nobody could measure it again.
set -euo pipefail

judge=${1:?what rejected the seeded bugs: proofs, harnesses or tests}
cd "$(dirname "$0")/.."
file=docs/proofs/measured.toml
if [ -n "$(git status --porcelain -- kernel lib proofs verify specs)" ]; then
    echo "record-mutants: the tree has changes: commit first" >&2
    exit 1
fi
commit=$(git rev-parse --short HEAD)
new=$(awk -v judge="$judge" -v commit="$commit" '
    / equivalent: / { equivalent++ }
    match($0, /^[^ ]+: [0-9.]+ %: [0-9]+ killed, [0-9]+ given up, [0-9]+ survived/) {
        sub(/:$/, "", $1)
        printf "[[mutation]]\npackage = \"%s\"\njudge = \"%s\"\nkilled = %d\ngave_up = %d\nsurvived = %d\nequivalent = %d\ncommit = \"%s\"\n\n",
            $1, judge, $4, $6, $9, equivalent, commit
        equivalent = 0
    }')
[ -n "$new" ] || { echo "record-mutants: the input has no score" >&2; exit 1; }
measured=$(sed -n 's/^package = "\(.*\)"$/\1/p' <<<"$new" | paste -sd' ')
work=$(mktemp)
trap 'rm -f "$work"' EXIT
# Entries are separated by empty lines; those of the same packages and judge go.
awk -v RS= -v ORS='\n\n' -v measured=" $measured " -v judge="$judge" '
    /^\[\[mutation\]\]/ {
        split($0, lines, "\n")
        split(lines[2], package, "\"")
        split(lines[3], by, "\"")
        if (index(measured, " " package[2] " ") && by[2] == judge) next
    }
    { print }' "$file" >"$work"
printf '%s\n' "$new" >>"$work"
awk -v RS= -v ORS= '{ if (NR > 1) print "\n\n"; print } END { print "\n" }' "$work" >"$file"
echo "record-mutants: $(wc -w <<<"$measured") packages at $commit; run: make report"

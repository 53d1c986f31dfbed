#!/usr/bin/env bash
# Prints how much of each parser its committed fuzzing corpora execute; with import paths of parsers, only those and each part that they
# do not execute. The texts of verdicts (files err.go, refusal.go, problem.go) are not parsers and not counted.
#
#   scripts/fuzz-coverage.sh [PARSER...]
set -euo pipefail

cd "$(dirname "$0")/../fuzz"
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
details=1
if [ $# -eq 0 ]; then
    details=0
    mapfile -t parsers < <(go run ./cmd/fuzz list | awk '{print $2}' | sort -u)
    set -- "${parsers[@]}"
fi
for parser in "$@"; do
    go test -count=1 -run '^Fuzz' -coverpkg="$parser" -coverprofile="$profile" . >/dev/null
    # A line of a profile is: file:line.column,line.column statements count. Several tests may give the same block.
    awk -v parser="$parser" -v details=$details '
        NR > 1 && $1 !~ /(err|refusal|problem)\.go:/ { statements[$1] = $2; hits[$1] += $3 }
        END {
            for (block in statements) {
                all += statements[block]
                if (hits[block]) covered += statements[block]
                else missed = missed "    " block "\n"
            }
            printf "%-28s %5.1f%% of %d statements\n%s", parser, 100 * covered / all, all, details ? missed : ""
        }' "$profile"
done

#!/usr/bin/env bash
# Runs make targets one after the other, all of them even when one fails, and ends with a table of verdicts and seconds.
#
#   scripts/check.sh NAME TARGET...    NAME is how the table calls them together
set -uo pipefail

name=$1
shift

table='' failed=0
for target in "$@"; do
    echo "== $target"
    begin=$SECONDS
    if make --no-print-directory "$target"; then
        verdict=ok
    else
        verdict=FAILED
        failed=$((failed + 1))
    fi
    table+=$(printf '%-20s %-8s %4d s' "$target" $verdict $((SECONDS - begin)))$'\n'
done
printf '== make %s: %d of %d steps failed, %d s\n%s' "$name" $failed $# $SECONDS "$table"
[ $failed -eq 0 ]

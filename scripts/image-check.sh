#!/usr/bin/env bash
# Builds the kernel and a program in two folders, with two caches, and compares the bits.
#
#   scripts/image-check.sh WARRANT     the tool, an absolute path
set -euo pipefail

warrant=$1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The second cache starts empty, so that nothing of the second build comes from the first.
first=$work/a second=$work/another/folder
for folder in "$first" "$second"; do
    mkdir -p "$folder/tree"
    git ls-files -z --cached --others --exclude-standard kernel lib user go.mod go.sum |
        while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done |
        xargs -0 cp --parents -t "$folder/tree"
    [ "$folder" = "$first" ] || export GOCACHE=$work/cache
    "$warrant" image --root "$folder/tree" -o "$folder/kernel.elf" >/dev/null
    "$warrant" image --root "$folder/tree" --user ./user/init -o "$folder/init.elf" >/dev/null
done
status=0
for name in kernel.elf kernel.sym init.elf init.sym; do
    if ! cmp "$first/$name" "$second/$name"; then
        echo "image-check: the same sources gave different $name in two folders" >&2
        status=1
    fi
done
(cd "$first" && sha256sum kernel.elf init.elf)
exit $status

#!/bin/bash -eu
# Builds every target for OSS-Fuzz and ClusterFuzzLite: they set SRC and OUT and bring compile_go_fuzzer. scripts/fuzz-build.sh runs this
# file with a compile_go_fuzzer of its own.
cd "$SRC/warrant/fuzz"
for name in ${TARGETS:-$(go run ./cmd/fuzz list | awk '{print $1}')}; do
    file=$(tr '[:upper:]' '[:lower:]' <<<"$name")
    compile_go_fuzzer warrant/fuzz/gofuzz "Fuzz$name" "$file"
    go run ./cmd/fuzz export "$name" "$OUT/corpus-$file" >/dev/null
    (cd "$OUT/corpus-$file" && zip -q -r "$OUT/${file}_seed_corpus.zip" .)
    rm -r "$OUT/corpus-$file"
    cp "dictionaries/$file.dict" "$OUT/$file.dict"
done

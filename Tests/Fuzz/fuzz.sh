#!/bin/sh
# Fuzzes JSONModel with libFuzzer and AddressSanitizer: Tests/Fuzz/fuzz.sh [SECONDS [TARGET...]]
#
# Each target runs for SECONDS (60 by default), at low priority, on inputs that grow in
# $FUZZ_WORK/corpus/TARGET (.build/fuzz by default). An input that crashes, hangs or breaks a
# promise is left in $FUZZ_WORK/found; run the fuzzer with its path to see it again, and turn it
# into a test. Exit code 1 if something was found.
set -eu

cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
all="reader stream path schema pattern canonical decode diff"
targets=${*:-$all}
work=${FUZZ_WORK:-.build/fuzz}
mkdir -p "$work/found"

fuzzer=$work/JSONModelFuzz
echo "Compiling $fuzzer"
# Optimized, but with the checks that the standard library makes in debug builds. -Xlinker: the
# sanitizer's own symbols make the linker talk.
swiftc -sanitize=fuzzer,address -parse-as-library -O -wmo -assert-config Debug \
  -swift-version 6 -module-name JSONModelFuzz -package-name assay \
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
  -enable-upcoming-feature MemberImportVisibility \
  -enable-upcoming-feature NonisolatedNonsendingByDefault \
  $(find Sources/JSONModel Tests/Fuzz/JSONModel -name '*.swift') -o "$fuzzer" 2>"$work/compile.log" || {
  cat "$work/compile.log" >&2
  exit 2
}

status=0
for target in $targets; do
  corpus=$work/corpus/$target
  mkdir -p "$corpus"
  case $target in
    path | schema | pattern) dictionary=Tests/Fuzz/dictionaries/$target.dict ;;
    *) dictionary=Tests/Fuzz/dictionaries/json.dict ;;
  esac
  echo "Fuzzing $target for $seconds s"
  FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no nice -n 15 "$fuzzer" "$corpus" -dict="$dictionary" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=2048 \
    -artifact_prefix="$work/found/$target-" >"$work/$target.log" 2>&1 || {
    status=1
    echo "  found something: see $work/$target.log"
  }
  grep -E '^Done ' "$work/$target.log" | sed 's/^/  /' || true
done
exit $status

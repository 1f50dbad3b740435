#!/bin/sh
# Tells what one more case costs, in calls instead of seconds: counts.sh ASSAY FEW MANY ARGUMENTS...
# runs `ASSAY run ARGUMENTS...` with each SUITE in the arguments replaced by the names FEW and MANY,
# whose numbers at the end are those of their cases: people-2000 and people-34000. Needs cc, x86-64.
set -eu
[ $# -ge 4 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }
assay=$1 few=$2 many=$3
shift 3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# First of all libraries, since Swift's begin by counting references.
cc -O2 -fPIC -shared -fvisibility=hidden -Wl,-z,initfirst -o "$scratch/counts.so" \
  "$(dirname "$0")/counts.c" -ldl
for suite in "$few" "$many"; do
  (
    count=$#
    while [ "$count" -gt 0 ]; do
      word=$1
      shift
      case $word in *SUITE*) word=${word%%SUITE*}$suite${word#*SUITE} ;; esac
      set -- "$@" "$word"
      count=$((count - 1))
    done
    LD_PRELOAD="$scratch/counts.so" COUNTS="$scratch/$suite" "$assay" run "$@" \
      --journal "$scratch/$suite.jsonl" \
      --junit "$scratch/junit.xml" --quiet >/dev/null
  )
done
paste "$scratch/$few" "$scratch/$many" | awk -v cases=$((${many##*-} - ${few##*-})) \
  '{ printf "%-26s %10.2f\n", $1, ($4 - $2) / cases }'

#!/bin/sh
# Runs suites against a simulated gateway that takes so many calls a minute and refuses the others,
# in real time, and prints how many calls were answered in each minute, counted at the gateway.
#
#   sh Tests/Storms/storm.sh [RATE...]        calls a minute; otherwise 60, 300 and 1200
#
# Needs `assay` (ASSAY=path, otherwise the release build) and python3. Each rate takes four minutes.
set -eu
cd "$(dirname "$0")/../.."
assay=${ASSAY:-$PWD/.build/release/assay}
[ $# -gt 0 ] || set -- 60 300 1200
folder=$(mktemp -d)
simulator=
trap 'test -z "$simulator" || kill "$simulator" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"

for rate in "$@"; do
  python3 - "$rate" <<'END'
import json, sys
rate = int(sys.argv[1])
limit = {"kind": "rate-limit", "callsPerMinute": rate}
json.dump({"version": 1, "latency": 0.05,
           "rules": [{"when": {"endpoint": ["llm-call"]}, "fault": limit}]},
          open("script.json", "w"))
# Half of the calls are those of judges.
json.dump({"version": 1, "name": "storm", "models": ["gpt-4"], "judge": "gpt-4",
           "prompts": {"p": {"messages": [{"role": "user", "content": "Say {{n}}."}]}},
           "defaults": {"assert": [{"type": "llm-rubric", "value": "is a number"}]},
           "cases": [{"id": f"c{n}", "vars": {"n": str(n)}} for n in range(rate * 7 // 4)]},
          open("suite.json", "w"))
END
  "$assay" simulate --script script.json --log log.jsonl > .env &
  simulator=$!
  while ! test -s .env; do sleep 0.1; done
  status=0
  "$assay" run suite.json --mode live -c 32 --no-journal --quiet > out.txt 2> err.txt || status=$?
  kill "$simulator"
  wait "$simulator" 2> /dev/null || true
  simulator=
  python3 - "$rate" "$status" <<'END'
import collections, datetime, json, sys
minutes, refused, first = collections.Counter(), 0, None
for line in open("log.jsonl"):
    call = json.loads(line)
    if call["endpoint"] != "llm-call":
        continue
    if call["status"] == 429:
        refused += 1
        continue
    time = datetime.datetime.fromisoformat(call["time"].replace("Z", "+00:00"))
    first = first or time
    minutes[int((time - first).total_seconds() // 60)] += 1
counts = [minutes[n] for n in range(max(minutes) + 1)]
print(f"{sys.argv[1]} a minute: answered by minute {counts}, refused {refused}, exit {sys.argv[2]}")
END
  rm -f log.jsonl .env
done

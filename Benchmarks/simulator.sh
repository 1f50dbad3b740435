#!/bin/sh
# How many calls a second the gateway simulator answers, beside a bare Hummingbird server in the
# same run; and how much memory it holds over a million calls.
#
#   sh Benchmarks/simulator.sh speed [ROUNDS]
#   sh Benchmarks/simulator.sh memory [CALLS]
#
# Needs wrk and curl (Debian: apt-get install wrk curl). PROGRAM names a built SimulatorBenchmarks.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${PROGRAM:-}" ]; then
  ASSAY_BENCHMARKS=1 swift build -c release --product SimulatorBenchmarks
  PROGRAM=.build/release/SimulatorBenchmarks
fi
lua=Benchmarks/SimulatorBenchmarks/call.lua
bare=18471
simulator=18472
seconds=${SECONDS_EACH:-10}

"$PROGRAM" bare $bare &
bare_process=$!
"$PROGRAM" simulator $simulator Benchmarks/SimulatorBenchmarks/script.json &
process=$!
trap 'kill $process $bare_process' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$simulator/health"; do sleep 0.1; done
until curl -s -o /dev/null "http://127.0.0.1:$bare/health"; do sleep 0.1; done

job=$(curl -s "http://127.0.0.1:$simulator/api/jobs/create" \
  -H 'Authorization: Bearer sk-simulated-bench' -H 'Content-Type: application/json' \
  -d '{"team_id":"bench","job_type":"bench"}' | sed 's/.*"job_id":"\([^"]*\)".*/\1/')
call=/api/jobs/$job/llm-call

# The processor time that a process has used, in ticks of 10 ms; 0 where the system does not say.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat" 2>/dev/null || echo 0; }

# Prints calls a second, and the microseconds of processor time that the server took for each,
# which says more than the former where the machine has other things to do.
measure() {
  before=$(ticks "$2")
  figures=$(ask "$1" "$call")
  awk -v ticks=$(($(ticks "$2") - before)) -v figures="$figures" 'BEGIN {
    split(figures, figure, " "); printf "%9.0f %6.1f", figure[1], ticks * 10000 / figure[2] }'
}

# Prints the figures of one run: calls a second and in all, and what went wrong.
ask() {
  wrk -t 1 -c 32 -d "${seconds}s" -s $lua "http://127.0.0.1:$1$2" |
    awk '/Requests\/sec/ { rate = $2 } /requests in/ { all = $1 }
         /Non-2xx|Socket errors/ { print > "/dev/stderr" } END { print rate, all }'
}

case ${1:-speed} in
speed)
  echo "bare: calls/s, CPU us a call; simulator: calls/s, CPU us a call"
  round=0
  while [ $round -lt "${2:-5}" ]; do
    echo "$(measure $bare $bare_process)  $(measure $simulator $process)"
    round=$((round + 1))
  done
  ;;
memory)
  export DISTINCT=1
  for path in "$call" /api/jobs/create-and-call; do
    if [ "$path" != "$call" ]; then export COMBINED=1; fi
    calls=0
    while [ $calls -lt "${2:-1000000}" ]; do
      more=$(ask $simulator "$path" | cut -d' ' -f2)
      calls=$((calls + more))
      echo "$(basename "$path"): $calls calls, $(($(ps -o rss= -p $process) / 1024)) MB"
    done
  done
  ;;
*)
  echo "usage: sh Benchmarks/simulator.sh speed|memory" >&2
  exit 64
  ;;
esac

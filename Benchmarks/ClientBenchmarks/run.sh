#!/bin/sh
# Builds the client's benchmarks, starts nginx as the server, and runs them. Needs nginx.
# A part alone: run.sh chat|memory|events [NUMBER]. The program may be given: CLIENT_BENCHMARKS.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
if [ -z "${CLIENT_BENCHMARKS:-}" ]; then
  ASSAY_BENCHMARKS=1 swift build -c release --product ClientBenchmarks
  CLIENT_BENCHMARKS=.build/release/ClientBenchmarks
fi
nginx=$(command -v nginx || echo /usr/sbin/nginx)
[ -x "$nginx" ] || { echo "nginx is missing: apt-get install nginx-light" >&2; exit 1; }

folder=$(mktemp -d)
port=${ASSAY_BENCHMARK_PORT:-18003}
sed -e "s|@FOLDER@|$folder|g" -e "s|@PORT@|$port|g" "$here/nginx.conf" >"$folder/nginx.conf"
"$nginx" -p "$folder" -e "$folder/error.log" -c "$folder/nginx.conf" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
sleep 1
export ASSAY_BENCHMARK_URL="http://127.0.0.1:$port"
if [ $# -gt 0 ]; then
  "$CLIENT_BENCHMARKS" "$@"
else
  for part in events chat memory; do "$CLIENT_BENCHMARKS" $part; echo; done
fi

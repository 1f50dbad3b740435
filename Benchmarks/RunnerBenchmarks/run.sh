#!/bin/sh
# Builds assay and its benchmarks, starts nginx as the stand-in, and runs all parts, or those that
# are named: run.sh live|delayed|replay|steady|sustained|memory. Needs nginx and libnginx-mod-http-echo.
# ASSAY_BENCHMARK_PYTHON names the Python of the peers' environment (peers.sh makes one); without
# it no peers are run. ASSAY_BENCHMARK_BUILD names a folder with programs that are built already,
# ASSAY_BENCHMARK_FOLDER one where suites and recordings stay.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
build=${ASSAY_BENCHMARK_BUILD:-}
if [ -z "$build" ]; then
  ASSAY_BENCHMARKS=1 swift build -c release --product assay
  ASSAY_BENCHMARKS=1 swift build -c release --product RunnerBenchmarks
  build=.build/release
fi
nginx=$(command -v nginx || echo /usr/sbin/nginx)
[ -x "$nginx" ] || { echo "nginx is missing: apt-get install nginx-light" >&2; exit 1; }
echo=/usr/lib/nginx/modules/ngx_http_echo_module.so
[ -f "$echo" ] || { echo "apt-get install libnginx-mod-http-echo" >&2; exit 1; }

scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }; rm -rf "$scratch"' EXIT
port=${ASSAY_BENCHMARK_PORT:-18010}
slow=$((port + 1))
content='{\"name\": \"Sarah Johnson\", \"age\": 28, \"email\": \"sarah@example.com\"}'
call="{\"call_id\":\"bf34721d-b937-4510-92ef-55157fc9ed05\",\"response\":{\"content\":\"$content\",\"finish_reason\":\"stop\"},\"metadata\":{\"tokens_used\":68,\"latency_ms\":27,\"model\":\"gpt-4\"}}"
completion="{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1764000000,\"model\":\"gpt-4\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"$content\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":48,\"completion_tokens\":20,\"total_tokens\":68}}"
create='{"job_id":"04102bd5-946c-405c-abb5-2d75e1cbbd7c","status":"PENDING","created_at":"2026-11-23T16:55:48.480823"}'
complete='{"job_id":"04102bd5-946c-405c-abb5-2d75e1cbbd7c","status":"COMPLETED","completed_at":"2026-11-23T17:00:15.675300","costs":{"total_calls":2,"successful_calls":2,"failed_calls":0,"total_tokens":136,"total_cost_usd":1.1e-05,"avg_latency_ms":21,"credit_applied":true,"credits_remaining":972},"calls":[]}'
export call completion create complete
python3 - "$here/nginx.conf" "$scratch/nginx.conf" "$scratch" "$port" "$slow" "$echo" <<'PYTHON'
import os, sys
source, target, folder, port, slow, echo = sys.argv[1:]
text = open(source).read()
# nginx takes a backslash in a quoted parameter for an escape, so each is doubled.
for name in ("create", "complete", "completion", "call"):
    text = text.replace(f"@{name.upper()}@", os.environ[name].replace("\\", "\\\\"))
for name, value in (("FOLDER", folder), ("SLOWPORT", slow), ("PORT", port), ("ECHO", echo)):
    text = text.replace(f"@{name}@", value)
open(target, "w").write(text)
PYTHON
"$nginx" -p "$scratch" -e "$scratch/error.log" -c "$scratch/nginx.conf" &
server=$!
sleep 1
kill -0 "$server" || { cat "$scratch/error.log" >&2; exit 1; }

export ASSAY_BENCHMARK_ASSAY="$build/assay" ASSAY_BENCHMARK_PEERS="$here/peers"
export ASSAY_BENCHMARK_URL="http://127.0.0.1:$port" ASSAY_BENCHMARK_SLOW_URL="http://127.0.0.1:$slow"
export ASSAY_BENCHMARK_FOLDER="${ASSAY_BENCHMARK_FOLDER:-$scratch/data}"
"$build/RunnerBenchmarks" "$@"

#!/bin/sh
# Lets real Python clients talk to `assay simulate`: the package `openai` from PyPI to /v1, and,
# where it is given, the typed client of the gateway's documentation to the documented shapes.
#
#   sh Tests/PythonClients/check.sh [CLIENT]
#
# CLIENT is the typed client's file, or the page of the documentation with its source. Needs
# Python 3.9 or later, and PyPI or a virtual environment with openai, httpx and pydantic in
# PYTHON_ENV. ASSAY names the program; otherwise that of the release or debug build is taken.
set -eu
cd "$(dirname "$0")/../.."

assay=${ASSAY:-}
for built in .build/release/assay .build/debug/assay; do
  if [ -z "$assay" ] && [ -x "$built" ]; then assay=$built; fi
done
if [ -z "$assay" ]; then
  echo "Build first: swift build --product assay" >&2
  exit 1
fi

work=$(mktemp -d)
simulator=
stop() {
  if [ -n "$simulator" ]; then kill -INT "$simulator" 2>/dev/null && wait "$simulator" || true; fi
  simulator=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

python=${PYTHON_ENV:-$work/env}/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv "$work/env"
  "$python" -m pip install --quiet openai httpx pydantic
fi

# Starts the simulator and takes over the variables that it prints.
start() {
  : >"$work/env.sh"
  "$assay" simulate "$@" >"$work/env.sh" &
  simulator=$!
  until grep -q VIRTUAL_KEY "$work/env.sh"; do
    kill -0 "$simulator"
    sleep 0.1
  done
  . "$work/env.sh"
}

start --script Tests/PythonClients/script.json
"$python" Tests/PythonClients/openai_package.py
stop

if [ $# -gt 0 ]; then
  start --shapes documented
  "$python" Tests/PythonClients/documented_client.py "$1"
  stop
fi

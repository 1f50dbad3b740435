#!/bin/sh
# Holds JSONModel against the official suites: Tests/Conformance/conformance.sh [PATH-TO-CTS.JSON]
#
# Fetches the JSON-Schema-Test-Suite (in the source distribution of the Python package jsonschema)
# and two JSONPath packages from PyPI, builds the runner and prints how many tests pass. With a
# path to cts.json of https://github.com/jsonpath-standard/jsonpath-compliance-test-suite, runs that
# too. Exit code 1 if a required test fails. Needs python3 and network; not part of `make test`.
set -eu

cd "$(dirname "$0")/../.."
work=${CONFORMANCE_WORK:-.build/conformance}
version=4.26.0
mkdir -p "$work"

# Marked when whole: an installation may be interrupted.
if [ ! -f "$work/venv/ready" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet jsonpath-rfc9535 python-jsonpath iregexp-check regex hatchling \
    hatch-vcs hatch-fancy-pypi-readme
  touch "$work/venv/ready"
fi
suite=$work/jsonschema-$version/json
if [ ! -d "$suite" ]; then
  "$work/venv/bin/pip" download --quiet --no-deps --no-build-isolation --no-binary :all: \
    --dest "$work" "jsonschema==$version"
  tar -xzf "$work/jsonschema-$version.tar.gz" -C "$work"
fi

ASSAY_BENCHMARKS=1 swift build --product JSONConformance
runner=$(ASSAY_BENCHMARKS=1 swift build --show-bin-path)/JSONConformance

status=0
"$runner" schema "$suite" || status=1
if [ $# -gt 0 ]; then "$runner" path "$1" || status=1; fi
# A difference from the peers is to be judged by hand: they have faults, also in common.
"$work/venv/bin/python" Tests/Conformance/jsonpath-peer.py "$runner" 20000 || true
exit $status

#!/bin/sh
# Makes a virtual environment with the peers, from PyPI: peers.sh FOLDER. Then
# ASSAY_BENCHMARK_PYTHON=FOLDER/bin/python run.sh compares with them.
set -eu
[ $# -eq 1 ] || { echo "usage: peers.sh FOLDER" >&2; exit 2; }
python3 -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check \
  pydantic-evals deepeval inspect_ai openai httpx vcrpy
"$1/bin/pip" list --format freeze --disable-pip-version-check |
  grep -i -E '^(pydantic[-_]evals|deepeval|inspect[-_]ai|openai|httpx|vcrpy)=='

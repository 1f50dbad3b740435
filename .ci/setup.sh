#!/bin/sh
# Checks what Assay needs to build and run its tests. Installs missing system packages where it
# may (as root by apt, or by brew); else prints the one command that does.
set -eu

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# --- The Swift toolchain -------------------------------------------------------------------
command -v swift >/dev/null 2>&1 || fail \
  "Swift is not installed (or not on the PATH). Assay needs Swift 6.2 or later:" \
  "  https://www.swift.org/install"

version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
major=${version% *}
minor=${version#* }
if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "${minor:-0}" -lt 2 ]; }; then
  fail "Assay needs Swift 6.2 or later; this is ${major:-?}.${minor:-?}:" \
    "  https://www.swift.org/install"
fi

# --- libxml2 --------------------------------------------------------------------------------
if [ "$(uname -s)" = Darwin ]; then
  # The SDK's libxml2 has no pkg-config file, which the package manager goes by; Homebrew's has.
  command -v brew >/dev/null 2>&1 || fail \
    "Assay needs Homebrew's libxml2 (https://brew.sh). Install it with:" \
    "  brew install libxml2"
  brew list --versions libxml2 >/dev/null 2>&1 || brew install --quiet libxml2
  exit 0
fi

command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libxml-2.0 && exit 0
packages="libxml2-dev pkg-config"
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" -eq 0 ]; then
    echo "Installing $packages"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null
    exit 0
  fi
  fail "Assay needs the system packages $packages. Install them with:" \
    "  sudo apt-get update && sudo apt-get install -y $packages"
elif command -v brew >/dev/null 2>&1; then
  echo "Installing libxml2"
  brew install --quiet libxml2 pkg-config
  exit 0
fi
fail "Assay needs libxml2 with its headers, and pkg-config." \
  "On Fedora: sudo dnf install libxml2-devel pkgconf; on Alpine: apk add libxml2-dev pkgconf"

#!/bin/sh
# What a makeself archive runs: INSTALLER.run -- REQUEST DIRECTORY. Nothing is changed before Preflight has said that it
# may; on any other answer, also one of Preflight's own mistakes, the installer ends with Preflight's exit code.
set -eu
[ $# -eq 2 ] || {
  echo "usage: $0 -- REQUEST DIRECTORY: a request of 'preflight hook' in JSON, and where to install to" >&2
  exit 2
}
# makeself runs this in the directory that it unpacked to, and says where the user was.
absolute() {
  case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s/%s\n' "${USER_PWD:-$PWD}" "$1" ;; esac
}
request=$(absolute "$1")
directory=$(absolute "$2")

code=0
./preflight/bin/preflight hook <"$request" >verdict.json || code=$?
if [ "$code" -ne 0 ]; then
  # The page above this line, from Preflight, says why and what to do.
  echo "Nothing was installed: Preflight ended with exit code $code." >&2
  cp verdict.json "${VERDICT:-/dev/null}"
  exit "$code"
fi

mkdir -p "$directory"
cp -R payload/. "$directory"
echo "Installed to $directory."

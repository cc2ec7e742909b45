# shellcheck shell=sh
NL='
'
# indent TEXT: its lines, each behind a space. A long one is left to sed: the shell copies the rest for each line.
indent() {
  if [ "${#1}" -gt 16384 ]; then
    printf '%s\n' "$1" | sed 's/^/ /'
  else
    A=$1$NL
    while [ -n "$A" ]; do
      printf ' %s\n' "${A%%"$NL"*}"
      A=${A#*"$NL"}
    done
  fi
}

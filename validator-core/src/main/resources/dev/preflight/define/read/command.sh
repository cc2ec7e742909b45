# What a program says, called with the arguments: standard output, or what PARAM_STREAM says; and its status.
found() { # NAME: whether it is there. A file that may not be run, and a folder that may not be entered, are said.
  case $1 in
  /*)
    [ ! -d "$1" ] || return 1
    [ ! -x "$1" ] || return 0
    ! { [ -e "$1" ] || hidden "$1"; } || echo denied
    return 1
    ;;
  esac
  IFS=:
  set -f
  B=
  for D in $PATH; do
    D=${D:-.}
    if [ -f "$D/$1" ]; then
      [ ! -x "$D/$1" ] || return 0
      B=$D
    elif [ -d "$D" ] && [ ! -x "$D" ]; then
      B=$D
    fi
  done
  [ -z "$B" ] || echo denied
  return 1
}
case ${1-} in
/*)
  P=$R$1
  shift
  set -- "$P" "$@"
  ;;
esac
W=$(found "${1-}") || {
  printf '%s\n' "${W:-absent}"
  ends
}
# exec runs programs only, and nothing that a shell has built in.
called() {
  case ${PARAM_STREAM-} in
  stderr) (exec "$@" 2>&1 >/dev/null </dev/null) ;;
  both) (exec "$@" 2>&1 </dev/null) ;;
  *) (exec "$@" </dev/null) ;;
  esac
}
if [ -z "${PARAM_SECRET-}" ]; then
  echo ran
  S=0
  { called "$@" || S=$?; printf '\n%s\n' "$S"; } | "$HEAD" -c 262145 | behind
  ends
fi
tool wc || ends
WC=$T
tool tr || ends
TR=$T
tool sha256sum || ends
# What a variable cannot hold is left out, and the point keeps the line breaks at the end.
S=0
O=$({ called "$@" || S=$?; printf '\n%s\n' "$S"; } | "$TR" -d '\000' | "$HEAD" -c 262145; echo .)
N=$(printf %s "$O" | "$WC" -c)
if [ "${N##* }" -gt 262145 ]; then echo truncated && ends; fi
# A shell takes minutes to cut the end off a text as long as this one.
# shellcheck disable=SC2016 # the last line, to sed
said() { printf '%s\n' "$O" | "$SED" '$d' | "$SED" '$d'; }
# shellcheck disable=SC2016 # as above
S=$(printf '%s\n' "$O" | "$SED" '$d' | "$SED" -n '$p')
N=$(said | "$WC" -c)
N=$((${N##* } - 1))
H=$(said | "$HEAD" -c "$N" | "$T")
printf 'status %s\ndigest %s %s\n' "$S" "$N" "${H%% *}"
ends

# The files whose path is PARAM_GLOB. PARAM_KINDS has a letter for each component: "p" is a pattern, "l" is as it stands.
automounts
waits() { autofs "$1" && printf 'at %s\nautofs\n' "${1#"$R"}"; }
Y=${PARAM_GLOB#/}/
Z=${PARAM_KINDS-}
IFS=
set -- "$R"
while [ -n "$Z" ]; do
  C=${Y%%/*}
  Y=${Y#*/}
  L=${Z%"${Z#?}"}
  Z=${Z#?}
  N=$#
  for G in "$@"; do
    case ${G##*/} in . | ..) continue ;; esac
    if waits "$G"; then
      ends
    elif [ ! -d "$G/" ]; then
      if hidden "$G/."; then printf 'at %s\ndenied\n' "${G#"$R"}" && ends; fi
    elif [ ! -x "$G/" ] || { [ "$L" = p ] && [ ! -r "$G/" ]; }; then
      printf 'at %s\ndenied\n' "${G#"$R"}" && ends
    elif [ "$L" = l ]; then
      set -- "$@" "$G/$C"
    else
      # shellcheck disable=SC2086 # a pattern
      set -- "$@" "$G"/$C
    fi
    if [ "$#" -gt 4096 ]; then echo truncated && ends; fi
  done
  shift "$N"
done
N=0
for F in "$@"; do
  # A pattern that nothing matches stays as it is.
  if waits "$F"; then ends; fi
  if [ -d "$F" ] || { [ ! -e "$F" ] && [ ! -L "$F" ]; }; then continue; fi
  N=$((N + 1))
  if [ "$N" -gt 200 ]; then echo truncated && ends; fi
  look "$F" || :
done
ends

# The versions that commands say they have, in the environment of the caller: the file that the shell finds by each name,
# what is behind its links, and the first lines that a call prints on both streams. What runs longer than 10 s is ended.
# Arguments: for each command its name, the number of its arguments, and these. Only names of the profile are called.
NEWLINE='
'
called() { # COUNT ARGUMENT...: calls F with as many of the arguments
  C=$1
  shift
  K=$#
  for V in "$@"; do
    [ "$C" = 0 ] || { set -- "$@" "$V" && C=$((C - 1)); }
  done
  shift "$K"
  {
    "$F" "$@" </dev/null 2>&1 &
    P=$!
    (sleep 10 && kill "$P" && sleep 2 && kill -9 "$P") >/dev/null 2>&1 &
    W=$!
    wait "$P"
    S=$?
    kill -9 "$W"
    printf '\n@status %s\n' "$S"
  } 2>/dev/null
}
while [ "$#" -gt 1 ]; do
  N=$1 A=$2
  shift 2
  case $A in '' | *[!0-9]*) break ;; esac
  [ "$A" -le "$#" ] || break
  printf '%s\n' "command $N"
  F=
  case $N in
  /*) [ ! -e "$N" ] || F=$N ;;
  *[!A-Za-z0-9_.+-]* | -*) ;;
  *) F=$(command -v -- "$N") ;;
  esac
  case $F in
  /*)
    Q=$(readlink -f "$F" 2>/dev/null) || Q=$F
    printf ' file %s\n real %s\n' "${F%%"$NEWLINE"*}" "${Q%%"$NEWLINE"*}"
    I=0
    called "$A" "$@" | while IFS= read -r L; do
      case $L in
      '@status '*) printf ' %s\n' "${L#@}" && break ;;
      '') ;;
      *) [ "$I" -ge 20 ] || { I=$((I + 1)) && printf ' said %.500s\n' "$L"; } ;;
      esac
    done
    ;;
  ?*) printf ' builtin\n' ;;
  esac
  shift "$A"
done
echo 'done'

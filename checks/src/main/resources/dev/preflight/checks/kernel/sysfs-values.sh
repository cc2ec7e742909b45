# The files below /sys that the arguments name, by path or pattern: "there" and the path of each that exists, and below it
# its first line; none if it cannot be read.
r=${PROBE_ROOT-}
NL='
'
# values PATTERN...
values() {
  for k; do
    case $k in
    */../* | */.. | *"$NL"*) continue ;;
    /sys/*) ;;
    *) continue ;;
    esac
    # The shell parts a pattern at its blanks.
    p=$k
    while case $p in *[' 	']*) ;; *) false ;; esac do p="${p%%[ 	]*}?${p#*[ 	]}"; done
    # shellcheck disable=SC2231 # a pattern
    for f in "$r"$p; do
      # shellcheck disable=SC2254 # a pattern
      case $f in *"$NL"*) continue ;; "$r"$k) ;; *) continue ;; esac
      [ -f "$f" ] || continue
      printf '%s\n' "there ${f#"$r"}"
      l=
      { IFS= read -r l <"$f" || [ -n "$l" ]; } 2>/dev/null && printf ' %s\n' "$l"
    done
  done
}
if [ -d "$r/sys/kernel" ]; then values "$@"; else echo unreadable; fi
echo 'done'

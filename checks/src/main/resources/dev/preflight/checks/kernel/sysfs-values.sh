# The files below /sys that the arguments name, by path or pattern: "there" and the path of each that exists, and below it
# its first line; none if it cannot be read.
r=${PROBE_ROOT-}
NL='
'
[ -d "$r/sys/kernel" ] || {
  echo unreadable
  echo 'done'
  exit 0
}
IFS=
for k; do
  case $k in
  */../* | */.. | *"$NL"*) continue ;;
  /sys/*) ;;
  *) continue ;;
  esac
  # shellcheck disable=SC2231 # a pattern
  for f in "$r"$k; do
    case $f in *"$NL"*) continue ;; esac
    [ -f "$f" ] || continue
    printf '%s\n' "there ${f#"$r"}"
    l=
    { read -r l <"$f" || [ -n "$l" ]; } 2>/dev/null && printf ' %s\n' "$l"
  done
done
echo 'done'

# Which commands are found here, and where else they lie. PATH is what is measured: tools of our own are called by where
# they lie. Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
standard='/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin'
tool() {
  for x in /usr/bin /bin /usr/sbin /sbin; do
    [ -x "$x/$1" ] && t=$x/$1 && return
  done
  t=$1
}
tool id && printf '%s\n' "user $("$t" -un)"
echo path
printf ' %s\n' "${PATH-}"
tool ls
(
  set -f
  IFS=:
  for e in ${PATH-}; do
    case $e in /*) [ -d "$r$e" ] && m=$("$t" -ldnL "$r$e" 2>/dev/null) && printf '%s\n' "directory ${m%% *} $e" ;; esac
  done
)
for n in "$@"; do
  printf '%s\n' "command $n"
  p=$(command -v "$n" 2>/dev/null) && printf ' resolved %s\n' "$p"
  case $p in
  /*)
    [ -f "$p" ] && [ -x "$p" ] && echo ' executable'
    tool readlink && printf ' real %s\n' "$("$t" -f "$p")"
    ;;
  esac
  for d in $standard; do
    [ -f "$r$d/$n" ] || continue
    tool readlink && printf ' at %s %s\n' "$("$t" -f "$r$d/$n")" "$d/$n"
  done
  case $n:$p in
  ping:/*) o=$(LC_ALL=C "$p" -c1 -W1 127.0.0.1 2>&1 >/dev/null) ;;
  modprobe:/*) o=$(LC_ALL=C "$p" --version 2>&1 >/dev/null || LC_ALL=C "$p" -n loop 2>&1 >/dev/null) ;;
  *) continue ;;
  esac
  printf '%s\n' " rc=$?"
  tool head && printf '%s\n' "$o" | "$t" -n 2 | while read -r l; do printf ' said %s\n' "$l"; done
done
tool uname && k=$("$t" -r)
if [ -d "$r/lib/modules" ]; then
  for d in "$r"/lib/modules/*; do
    [ -d "$d" ] && printf '%s\n' "modules ${d##*/}"
  done
fi
printf '%s\n' "kernel $k"
exit 0

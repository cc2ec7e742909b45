# The settings of the kernel that the arguments name, as sysctl(8) names them or as patterns: "there" and the path below
# /proc/sys of each that exists, and what these files hold.
r=${PROBE_ROOT-}
s=$r/proc/sys
# sysctl.d(5): where the first separator is a dot, dots stand for slashes and slashes for dots.
path() {
  p=$1
  case ${p#"${p%%[./]*}"} in .*) ;; *) return ;; esac
  q=$p
  p=
  while h=${q%%[./]*} && t=${q#"$h"} && p=$p$h && [ -n "$t" ]; do
    case $t in /*) p=$p. ;; *) p=$p/ ;; esac
    q=${t#?}
  done
}
# values SETTING...: those that are there.
values() {
  n=$#
  for k; do
    path "$k"
    case /$p/ in
    */../* | *//* | */./* | *' '* | *'	'* | *"$nl"*) continue ;;
    # What holds for an interface is the greater value of it and of "all".
    /net/ipv4/conf/*/rp_filter/ | /net/ipv4/conf/*/arp_ignore/ | /net/ipv4/conf/*/arp_announce/)
      p="net/ipv4/conf/*/${p##*/}"
      ;;
    esac
    for f in "$s"/$p; do
      [ ! -f "$f" ] || set -- "$@" "$f"
    done
  done
  shift "$n"
  for f; do printf '%s\n' "there ${f#"$s/"}"; done
  echo values
  # One process for all of them, which names the file in front of each line.
  [ $# = 0 ] || v=$(grep -H '' -- "$@" 2>/dev/null)
  # Shells take seconds to cut a line of 64 KB by its end, and none to part a text at its ends.
  IFS=$nl
  set -f
  for f in $v; do printf ' %s\n' "${f#"$s/"}"; done
  unset IFS
  set +f
}
nl='
' v=
if [ -d "$s/kernel" ]; then values "$@"; else echo unreadable; fi
echo 'done'

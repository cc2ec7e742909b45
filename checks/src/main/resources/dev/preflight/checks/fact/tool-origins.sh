# What stands behind the names of tools that people diagnose with: every match along PATH, what the login shell makes of
# the name, which package brought the file and whether it was changed since, and whether a tool that connects shows what
# this host's own sshd says first. Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
tool() {
  for x in /usr/bin /bin /usr/sbin /sbin; do
    [ -x "$r$x/$1" ] && t=$r$x/$1 && return
  done
  t=$1
  return 1
}
matches() {
  set -f
  IFS=:
  for e in ${PATH-}; do
    case $e in /*) [ -f "$e/$1" ] && [ -x "$e/$1" ] && printf '%s\n' "$e/$1" ;; esac
  done
}
real() { # sets q
  q=
  tool readlink && q=$("$t" -f "$1")
  [ -n "$q" ] || q=$1
}
# The first lines that a program prints. One that stays is stopped when a server has greeted, or after some seconds;
# children that it leaves behind are not waited for.
ask() { # ask closed|open HEADING PROGRAM ARGUMENT...: its standard input is at its end, or stays open for a while
  i=$1 h=$2 s=3
  # A busy host's sshd took some seconds to greet.
  [ "$i" = closed ] || s=8
  shift 2
  {
    if [ "$i" = open ]; then
      sleep "$s" | "$@" 2>&1 &
    else
      "$@" </dev/null 2>&1 &
    fi
    k=$!
    echo "process $k"
    (sleep "$s" && kill -9 "$k") >/dev/null 2>&1 &
    w=$!
    wait "$k"
    kill -9 "$w"
    printf '\nover\n'
  } 2>/dev/null | {
    k='' n=0
    while IFS= read -r l && [ "$n" -lt 5 ]; do
      case $l in
      over | '') [ -z "$l" ] || break ;;
      "process "*) k=${l#process } ;;
      *) n=$((n + 1)) && printf ' %s %s\n' "$h" "$l" ;;
      esac
      case $l in *SSH-*) break ;; esac
    done
    [ -z "$k" ] || kill -9 "$k" 2>/dev/null
  }
}
server=${SSH_CONNECTION#* * }
address=${server% *}
port=${server#* }
all=
for n in "$@"; do
  echo "tool $n"
  first=
  for p in $(matches "$n"); do
    real "$p"
    printf ' at %s %s\n' "$p" "$q"
    [ -n "$first" ] || first=$p
    case " $all " in *" $q "*) ;; *) all="$all $q" ;; esac
  done
  [ -n "$first" ] || continue
  real "$first"
  ask closed help "$q" --help
  case ${n##*/}:$port in
  *:) ;;
  telnet:* | nc:*)
    o=$(ask closed said "$first" "$address" "$port")
    # Some end with their standard input, before a server had time to speak.
    case $o in *SSH-*) ;; *) o=$(ask open said "$first" "$address" "$port") ;; esac
    printf '%s\n tried %s %s\n' "$o" "$address" "$port"
    ;;
  esac
done
case ${SHELL-} in
'' | *csh | *fish | *nologin | *false) ;;
*)
  echo shell
  tool head
  # An alias shows in an interactive shell only, and this is none: bash is told to look at those of the login's files.
  LC_ALL=C "$SHELL" -lc "{ shopt -s expand_aliases; } 2>/dev/null; type $*" </dev/null 2>/dev/null | "$t" -n 40 |
    while IFS= read -r l; do printf ' %s\n' "$l"; done
  ;;
esac
packages=
if tool dpkg-query; then
  echo packages dpkg
  # What was installed to /bin is listed there, though it lies in /usr/bin where the two are one.
  both=
  for p in $all; do
    case $p in /usr/*) both="$both $p ${p#/usr}" ;; *) both="$both $p /usr$p" ;; esac
  done
  # shellcheck disable=SC2086 # words, and no name of a program holds a blank here
  o=$("$t" -S $both 2>/dev/null)
  for p in $all; do
    case $p in /usr/*) x=${p#/usr} ;; *) x=/usr$p ;; esac
    printf '%s\n' "$o" | while IFS= read -r l; do
      case $l in
      diversion*) ;;
      *": $p" | *": $x") printf 'owner %s\n %s\n' "$p" "${l%%:*}" ;;
      esac
    done
  done
  packages=$(printf '%s\n' "$o" | while IFS= read -r l; do
    case $l in diversion* | *,*) ;; *:*) printf '%s ' "${l%%:*}" ;; esac
  done)
  # shellcheck disable=SC2086
  [ -z "$packages" ] || { tool dpkg && "$t" -V $packages 2>/dev/null; } | while IFS= read -r l; do printf 'verify\n %s\n' "$l"; done
elif tool rpm; then
  echo packages rpm
  rpm=$t
  for p in $all; do
    o=$("$rpm" -qf "$p" 2>/dev/null) || continue
    printf 'owner %s\n %s\n' "$p" "$o"
    case " $packages " in *" $o "*) ;; *) packages="$packages $o" ;; esac
  done
  # shellcheck disable=SC2086
  [ -z "$packages" ] || "$rpm" -V $packages 2>/dev/null | while IFS= read -r l; do printf 'verify\n %s\n' "$l"; done
elif tool apk; then
  echo packages apk
  for p in $all; do
    o=$("$t" info --who-owns "$p" 2>/dev/null) || continue
    case $o in *" is owned by "*) printf 'owner %s\n %s\n' "$p" "${o##* is owned by }" ;; esac
  done
else
  echo packages none
fi
set +f
for f in "$r"/etc/profile.d/*; do
  tool grep && [ -f "$f" ] && "$t" -q /usr/kerberos "$f" 2>/dev/null && printf 'profile %s\n' "${f#"$r"}"
done
echo end

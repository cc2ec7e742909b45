# What stands behind the names of tools that people diagnose with: every match along PATH, what the login shell makes of
# the name, which package brought the file and whether it was changed since, and whether a tool that connects shows what
# this host's own sshd says first. Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
nl='
'
# A directory in it may have a name of two lines: then nothing that is found by it can be told in one.
case ${PATH-} in
*"$nl"*)
  echo 'PATH has more than one line' >&2
  exit
  ;;
esac
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
# Runs a program for so many seconds at most. Its number is the first line; it says so before the program says a word.
hear() { # SECONDS PROGRAM ARGUMENT...
  s=$1
  shift
  {
    # What stands in the background has no standard input but by another number.
    /bin/sh -c 'printf "process %s\n" "$$" && exec "$@"' hear "$@" <&3 2>&1 3<&- &
    k=$!
    (sleep "$s" && kill "$k" && sleep 2 && kill -9 "$k") >/dev/null 2>&1 3<&- &
    w=$!
    wait "$k"
    kill -9 "$w"
    printf '\nover\n'
  } 3<&0
}
# The first lines that a program prints. One that stays is stopped when a server has greeted, or after some seconds;
# children that it leaves behind are not waited for.
ask() { # HEADING SECONDS PROGRAM ARGUMENT...: how long its standard input stays open
  h=$1 i=$2
  shift 2
  if [ "$i" = 0 ]; then
    hear 3 "$@" </dev/null
  else
    # What holds the input open ends with the program: a shell waits for all of a pipeline.
    /bin/sh -c 'printf "%s\n" "$$" && exec sleep "$0"' "$i" | {
      read -r f
      # telnet writes into a pipe only when it ends, which is at the end of its input.
      hear $((${i%.*} + 1)) "$@"
      kill -9 "$f"
    }
  fi 2>/dev/null | {
    n=0
    IFS= read -r k
    case $k in "process "*) k=${k#process } ;; *) k='' ;; esac
    while IFS= read -r l && [ "$n" -lt 5 ]; do
      case $l in
      over) break ;;
      '') ;;
      *) n=$((n + 1)) && printf ' %s %s\n' "$h" "$l" ;;
      esac
      case $l in *SSH-*) break ;; esac
    done
    [ -z "$k" ] || kill "$k" 2>/dev/null
  }
}
set -f
server=${SSH_CONNECTION#* * }
address=${server% *}
port=${server#* }
all=
for n in "$@"; do
  printf '%s\n' "tool $n"
  first=
  for p in $(matches "$n"); do
    real "$p"
    printf ' at %s %s\n' "$p" "$q"
    [ -n "$first" ] || first=$p
    case " $all " in *" $q "*) ;; *) all="$all $q" ;; esac
  done
  [ -n "$first" ] || continue
  real "$first"
  ask help 0 "$q" --help
  case ${n##*/}:$port in
  *:) ;;
  telnet:* | nc:*)
    # Some end with their standard input, before a server had time to speak; a busy host's sshd took seconds. A sleep that
    # knows no parts of a second ends at once.
    for i in 0 0.2 1 6; do
      o=$(ask said "$i" "$first" "$address" "$port")
      case $o in *SSH-*) break ;; esac
    done
    printf '%s\n tried %s %s\n' "$o" "$address" "$port"
    ;;
  esac
done
case ${SHELL-} in
'' | *csh | *fish | *nologin | *false) ;;
*)
  echo shell
  tool head
  # Aliases exist only in an interactive shell, which this is not: bash is made to read those of the login's files.
  LC_ALL=C "$SHELL" -lc '{ shopt -s expand_aliases; } 2>/dev/null; type "$@"' type "$@" </dev/null 2>/dev/null | "$t" -n 40 |
    while IFS= read -r l; do printf ' %s\n' "$l"; done
  ;;
esac
packages=
if tool dpkg-query; then
  echo packages dpkg
  # What was installed to /bin is listed there, though it lies in /usr/bin where the two are one.
  both=
  for p in $all; do
    # What dpkg-query takes for a pattern is no path that a package has.
    case $p in *[*?[\\]*) continue ;; esac
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
    case $l in diversion* | *,* | -*) ;; *:*) printf '%s ' "${l%%:*}" ;; esac
  done)
  # shellcheck disable=SC2086
  [ -z "$packages" ] || { tool dpkg && "$t" -V -- $packages 2>/dev/null; } | while IFS= read -r l; do printf 'verify\n %s\n' "$l"; done
elif tool rpm; then
  echo packages rpm
  rpm=$t
  for p in $all; do
    o=$("$rpm" -qf -- "$p" 2>/dev/null) || continue
    printf 'owner %s\n %s\n' "$p" "$o"
    case " $packages " in *" $o "*) ;; *) packages="$packages $o" ;; esac
  done
  # shellcheck disable=SC2086
  [ -z "$packages" ] || "$rpm" -V -- $packages 2>/dev/null | while IFS= read -r l; do printf 'verify\n %s\n' "$l"; done
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
  case $f in *"
"*) continue ;; esac
  tool grep && [ -f "$f" ] && "$t" -q /usr/kerberos "$f" 2>/dev/null && printf 'profile %s\n' "${f#"$r"}"
done
echo end

# Which commands are found here, and where else they lie. PATH is what is measured: tools of our own are called by where
# they lie, and each once for all. Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
standard='/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin'
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
    [ -x "$x/$1" ] && t=$x/$1 && return
  done
  t=$1
}
# line: l is the first line of the text in o, which loses it.
line() {
  l=${o%%"$nl"*}
  case $o in *"$nl"*) o=${o#*"$nl"} ;; *) o='' ;; esac
}
# directories: the mode of each directory of PATH. What stat(1) of a host does not tell, ls(1) does.
directories() {
  set --
  o=${PATH-}:
  while [ -n "$o" ]; do
    e=${o%%:*}
    o=${o#*:}
    case $e in
    *"$nl"*) ;;
    /*) [ ! -d "$r$e" ] || set -- "$@" "$r$e" ;;
    esac
  done
  [ $# -gt 0 ] || return 0
  tool stat
  if o=$("$t" -L -c '%A %n' "$@" 2>/dev/null); then
    while [ -n "$o" ]; do
      line
      printf '%s\n' "directory ${l%% *} ${l#* "$r"}"
    done
    return 0
  fi
  tool ls
  for e; do
    l=$("$t" -ldnL "$e" 2>/dev/null) && printf '%s\n' "directory ${l%% *} ${e#"$r"}"
  done
}
# resolved: p is what the next of the names is for the shell; empty if that is nothing.
resolved() {
  o=$found
  line
  p=$l
  while [ "$l" != '- -' ] && [ -n "$o" ]; do line; done
  found=$o
  [ "$p" != '- -' ] || p=''
}
# behind PATH...: real has a line for each, the file behind links. Not every readlink(1) takes more than one.
behind() {
  real=''
  [ $# -gt 0 ] || return 0
  tool readlink
  if o=$("$t" -f "$@" 2>/dev/null); then
    real=$o$nl
    for l; do
      case $o in
      *"$nl"*) o=${o#*"$nl"} ;;
      '') real='' ;;
      *) o='' ;;
      esac
    done
    [ -z "$o" ] || real=''
  fi
  [ -z "$real" ] || return 0
  for l; do
    o=$("$t" -f "$l")
    case $o in *"$nl"*) o='' ;; esac
    real=$real$o$nl
  done
}
# links NAME...: asks for all that is printed below, in the same order.
links() {
  k=$#
  for n; do
    resolved
    case $p in /*) set -- "$@" "$p" ;; esac
    for d in $standard; do
      [ ! -f "$r$d/$n" ] || set -- "$@" "$r$d/$n"
    done
  done
  shift "$k"
  behind "$@"
}
# next_link: l is the next of them.
next_link() {
  o=$real
  line
  real=$o
}
# tried: a harmless call of the program p; o is what it said on standard error. Returns the status.
tried() {
  case $n in
  ping) o=$(LC_ALL=C "$p" -c1 -W1 127.0.0.1 2>&1 >/dev/null) ;;
  *)
    o=$(LC_ALL=C "$p" --version 2>&1 >/dev/null) && return
    l=$o
    o=$(LC_ALL=C "$p" -n loop 2>&1 >/dev/null)
    k=$?
    o=$l${l:+${o:+$nl}}$o
    return "$k"
    ;;
  esac
}
# said: the first line of o without the blanks around it.
said() {
  line
  l=${l#"${l%%[! 	]*}"}
  printf ' said %s\n' "${l%"${l##*[! 	]}"}"
}
# root: whether we are the first user whose number is 0, whose name is then in u.
root() {
  u=''
  while read -r k _ l _; do
    case $k in Uid:) u=$l && break ;; esac
  done </proc/self/status
  [ "$u" = 0 ] || return 1
  while IFS=: read -r u _ k _; do
    case $k in 0) return 0 ;; *[!0-9]* | '') return 1 ;; esac
  done </etc/passwd
  return 1
} 2>/dev/null
root || { tool id && u=$("$t" -un); }
printf '%s\n' "user $u" path " ${PATH-}"
directories
all=$(for n; do
  command -v "$n" 2>/dev/null
  echo '- -'
done)
found=$all
links "$@"
found=$all
for n; do
  printf '%s\n' "command $n"
  resolved
  [ -z "$p" ] || printf ' resolved %s\n' "$p"
  case $p in
  /*)
    [ -f "$p" ] && [ -x "$p" ] && echo ' executable'
    next_link
    printf ' real %s\n' "$l"
    ;;
  esac
  for d in $standard; do
    [ -f "$r$d/$n" ] || continue
    next_link
    printf ' at %s %s\n' "$l" "$d/$n"
  done
  case $n:$p in ping:/* | modprobe:/*) ;; *) continue ;; esac
  tried
  printf '%s\n' " rc=$?"
  # A shell takes seconds to cut a line of 64 KB.
  [ "${#o}" -le 4096 ] || o=$(printf '%.4096s' "$o")
  said
  [ -z "$o" ] || said
done
k=''
{ read -r k <"$r/proc/sys/kernel/osrelease"; } 2>/dev/null
[ -n "$k" ] || { tool uname && k=$("$t" -r); }
if [ -d "$r/lib/modules" ]; then
  for d in "$r"/lib/modules/*; do
    [ -d "$d" ] && printf '%s\n' "modules ${d##*/}"
  done
fi
printf '%s\n' "kernel $k"

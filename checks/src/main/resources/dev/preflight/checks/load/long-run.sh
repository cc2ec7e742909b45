# Processes that should go on: those whose command line holds one of the strings given, at the start and at the end of
# the time, and what may have ended one. And whether logging out ends what a session started.
# shellcheck disable=SC2086 # numbers, and fields of /proc/PID/stat, into words
r=${PROBE_ROOT-}
# fields PID: sets state, session, ticks and start, counted behind the last ")" of the name.
fields() {
  s=''
  { while read -r l || [ -n "$l" ]; do s="$s$l "; done <"$r/proc/$1/stat"; } 2>/dev/null
  case $s in *')'*) ;; *) return 1 ;; esac
  set -f
  set -- ${s##*)}
  set +f
  case ${12}${13} in '' | *[!0-9]*) return 1 ;; esac
  state=$1 session=$4 ticks=$((${12} + ${13})) start=${20}
}
cgroup() { # cgroup PID: sets g
  g=''
  while IFS=: read -r _ c p; do
    case $c in '' | name=systemd) [ "${g:-/}" != / ] || g=$p ;; esac
  done <"$r/proc/$1/cgroup" 2>/dev/null
}
kills() { # kills GROUP: sets k, how many processes of it were killed for want of memory
  k=''
  for f in "$r/sys/fs/cgroup$1/memory.events" "$r/sys/fs/cgroup/memory$1/memory.oom_control"; do
    { while read -r l v; do case $l in oom_kill) k=$v ;; esac; done <"$f"; } 2>/dev/null
  done
}
# Our own shell bears the strings on its command line, and runs in a session of its own; outside of one it is a test.
read -r self _ <"$r/proc/self/stat"
fields "$self" && own=$session
look() { # look HEADING STRING...: lines HEADING NUMBER-OF-STRING PID START TICKS
  h=$1
  shift
  head -c 4096 "$r"/proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | {
    pid=''
    while IFS= read -r l; do
      case $l in "==> $r/proc/"*'/cmdline <==') pid=${l#"==> $r/proc/"} pid=${pid%%/*} && continue ;; esac
      i=0
      for p; do
        i=$((i + 1))
        case $l in
        *"$p"*)
          fields "$pid" || continue
          if [ "$session" = "${own-}" ] || [ "$state" = Z ]; then continue; fi
          printf '%s\n' "$h $i $pid $start $ticks"
          # What ends by itself after one round or a time: openssl-speed(1), stress(1), sysbench(1), dd(1).
          case $l in
          *'openssl speed'* | *stress*' --timeout'* | *stress*' -t '* | *sysbench*--time=* | 'dd '*count=* | */'dd '*count=*)
            printf '%s\n' "finite 0 $pid"
            ;;
          esac
          ;;
        esac
      done
    done
    :
  }
}
for h in $(getconf CLK_TCK 2>/dev/null); do printf '%s\n' "hz $h"; done
# Root sees all processes, also with hidepid.
[ "$(id -u)" = 0 ] || while read -r l; do
  case $l in *' /proc proc '*hidepid=[124]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess* | *' /proc proc '*hidepid=ptraceable*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null
known=''
if [ $# -gt 0 ]; then
  printf '%s\n' "at $(cut -d ' ' -f 1 "$r/proc/uptime")"
  known=$(look before "$@" | head -n 50)
  groups=$(printf '%s\n' "$known" | while read -r a i pid start ticks; do
    [ -n "$pid" ] || continue
    printf '%s\n' "$a $i $pid $start $ticks"
    [ "$a" = before ] || continue
    cgroup "$pid"
    printf '%s\n' "group $pid $g"
    kills "$g"
    printf '%s\n' "kills-before $pid $k"
    while read -r a b c d _; do [ "$a $b $c" != 'Max cpu time' ] || printf '%s\n' "cpu-limit $pid $d"; done <"$r/proc/$pid/limits" 2>/dev/null
  done)
  printf '%s\n' "$groups"
  sleep "${PARAM_SECONDS:-60}"
  printf '%s\n' "at $(cut -d ' ' -f 1 "$r/proc/uptime")"
  look after "$@" | head -n 50
  printf '%s\n' "$groups" | while read -r a pid g; do
    [ "$a" = group ] || continue
    kills "$g"
    printf '%s\n' "kills-after $pid $k"
    u=${g##*/}
    # What no unit may be called is not asked for (systemd.unit(5)).
    case $u in *[!A-Za-z0-9:_.@\\-]* | -*) continue ;; esac
    case ${#u}:$u in
    ? | ??:*.service | 1??:*.service | 2[0-4]?:*.service | 25[0-5]:*.service)
      find_tool systemctl && printf 'result %s %s\n' "$pid" "$("$T" show -p Result -- "$u" 2>/dev/null | head -n 1)"
      ;;
    esac
  done
  find_tool dmesg
  if [ -n "$T" ] && o=$("$T" 2>&1); then
    echo log
    printf '%s\n' "$o" | grep -aE 'Out of memory: Kill|Killed process' | tail -n 20 | sed 's/^/ /'
  elif find_tool journalctl && o=$("$T" -q -k -b -n 5000 --no-pager 2>/dev/null) && [ -n "$o" ]; then
    echo log
    printf '%s\n' "$o" | grep -aE 'Out of memory: Kill|Killed process' | tail -n 20 | sed 's/^/ /'
  fi
  if find_tool journalctl; then
    echo oomd
    "$T" -q -u systemd-oomd -n 100 --no-pager 2>/dev/null | grep -aF Killed | tail -n 20 | sed 's/^/ /'
  fi
fi
logind=''
for f in $(grep -lsx systemd-logind "$r"/proc/[0-9]*/comm | head -n 20); do
  f=${f%/comm}
  if here "${f##*/}" && [ "$OWNER" = 0 ]; then logind=1; fi
done
if [ -n "$logind" ]; then
  echo logind
  if find_tool busctl; then
    v=$("$T" get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager KillUserProcesses 2>/dev/null)
    case $v in 'b true') echo 'kill-user yes' ;; 'b false') echo 'kill-user no' ;; esac
  fi
  # The last that is set counts: first the file, then the directories in ascending order of precedence.
  for f in "$r/etc/systemd/logind.conf" "$r"/usr/lib/systemd/logind.conf.d/*.conf "$r"/run/systemd/logind.conf.d/*.conf \
    "$r"/etc/systemd/logind.conf.d/*.conf; do
    [ ! -f "$f" ] || sed -n 's/^[[:space:]]*\(Kill[A-Za-z]*\)[[:space:]]*=[[:space:]]*\(.*\)/config \1 \2/p' "$f" 2>/dev/null
  done
fi
# Root looks, but it is the user who logged in whose processes a logout may end.
u=$(cat "$r/proc/self/loginuid" 2>/dev/null)
case $u in '' | 4294967295 | *[!0-9]*) u=$(id -u) ;; esac
n=$(id -un "$u" 2>/dev/null) || n=$(u=$u awk -F: '$3 == ENVIRON["u"] { print $1; exit }' "$r/etc/passwd")
printf '%s\n' "user $n"
case $n in */*) ;; *) [ ! -e "$r/var/lib/systemd/linger/$n" ] || echo linger ;; esac
for f in "$r/etc/profile" "$r"/etc/profile.d/*.sh "$r/etc/bashrc" "$r/etc/bash.bashrc"; do
  [ ! -f "$f" ] || sed -n 's/^[^#]*\(TMOUT=[0-9]*\).*/tmout \1/p' "$f" 2>/dev/null
done
echo 'done'

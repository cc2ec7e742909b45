# Load, time of each CPU, and tasks that wait or run, three times. A fourth time later if the load is high and the CPUs
# are not: only then it matters whether the load was falling. What is high and what is not is decided elsewhere; half of
# it is enough to look again here.
r=${PROBE_ROOT-}
i=${PARAM_INTERVAL:-5}
for h in $(getconf CLK_TCK 2>/dev/null); do printf '%s\n' "hz $h"; done
# Root sees all processes, also with hidepid.
[ "$(id -u)" = 0 ] || while read -r l; do
  case $l in *' /proc proc '*hidepid=[124]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess* | *' /proc proc '*hidepid=ptraceable*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null

sample() {
  read -r up _ <"$r/proc/uptime"
  read -r load _ <"$r/proc/loadavg"
  printf '%s\n' "sample $up $load"
  read -r on 2>/dev/null <"$r/sys/devices/system/cpu/online" && printf '%s\n' "online $on"
  n=0
  while read -r l; do
    case $l in
    'cpu '*)
      set -f
      # shellcheck disable=SC2086 # into words: user, nice, system, idle, iowait, irq, softirq, steal
      set -- $l
      set +f
      shift
      # A shell's arithmetic is a language: only digits go in.
      case $#:$1$2$3$4${5-}${6-}${7-}${8-} in [0-3]:* | *:*[!0-9]*) continue ;; esac
      was=$all was_idle=$idle
      all=$(($1 + $2 + $3 + $4 + ${5:-0} + ${6:-0} + ${7:-0} + ${8:-0})) idle=$(($4 + ${5:-0}))
      ;;
    cpu*) n=$((n + 1)) && printf '%s\n' "$l" ;;
    procs_*) printf '%s\n' "$l" ;;
    esac
  done <"$r/proc/stat"
  # A name may hold blanks and parentheses: the fields are counted behind the last one, state is 3 and CPU is 39.
  cat "$r"/proc/[0-9]*/stat 2>/dev/null | awk '
    /^[0-9]+ \(.*\) / {
      name = $0; sub(/^[0-9]+ \(/, "", name); rest = name
      sub(/.*\) /, "", rest); name = substr(name, 1, length(name) - length(rest) - 2)
      split(rest, f, " ")
      if ((f[1] == "D" && ++d <= 200) || (f[1] == "R" && name ~ /^migration\//)) print "task " f[1] " " f[37] " " $1 " " name
      if (f[1] == "D") all++
    }
    END { print "waiting " all + 0 }'
}

all=0 idle=0 was=0 was_idle=0
sample
sleep "$i"
sample
sleep "$i"
sample
load=${load%%.*}
case $load in '' | *[!0-9]*) load=0 ;; esac
if [ $(((idle - was_idle) * 2)) -ge $((all - was)) ] && [ $((load * 2 + 1)) -ge "$n" ]; then
  sleep "${PARAM_AGAIN:-60}"
  sample
fi
echo 'done'

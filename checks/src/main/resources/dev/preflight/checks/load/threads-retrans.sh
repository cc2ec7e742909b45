# Threads, what TCP sends again, and how many tasks containers may have, sampled. Containers have network namespaces of
# their own, which the host's counters do not show. At most 40 containers are looked at.
r=${PROBE_ROOT-}
i=${PARAM_INTERVAL:-10}
end=$((${PARAM_SECONDS:-60} / i))
[ "$end" -ge 1 ] || end=1
# A number in /proc/sys gives only its first digit to a shell that reads byte by byte, as dash does: cat reads it.
for f in threads-max pid_max; do v=$(cat "$r/proc/sys/kernel/$f") && printf '%s\n' "$f $v"; done
# Root sees all processes, also with hidepid.
[ "$(id -u)" = 0 ] || while read -r l; do
  case $l in *' /proc proc '*hidepid=[124]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess* | *' /proc proc '*hidepid=ptraceable*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null

# One process of each container, and its control group: "pids" is a hierarchy of its own (v1), or all are one (v2).
boxes=$(grep -sE '^([0-9]+:pids|0:):/.*(docker|kubepods|libpod|containerd|crio|lxc)' "$r"/proc/[0-9]*/cgroup /dev/null |
  awk '{
    f = $0; sub(/:.*/, "", f); sub(/\/cgroup$/, "", f); sub(/.*\//, "", f)
    v2 = $0 ~ /\/cgroup:0::/; g = $0; sub(/^[^:]*:[^:]*:[^:]*:/, "", g)
    if (!(f in seen) || !v2) { group[f] = g; kind[f] = v2 ? "v2" : "v1" }
    if (!(f in seen)) { seen[f] = 1; order[++n] = f }
  }
  END { for (k = 1; k <= n; k++) { f = order[k]; if (!(group[f] in had) && c < 40) { had[group[f]] = 1; c++; print f, kind[f], group[f] } } }')
own=$(readlink "$r/proc/self/ns/net")
boxes=$(printf '%s\n' "$boxes" | while read -r pid kind group; do
  [ -n "$group" ] || continue
  net=$(readlink "$r/proc/$pid/ns/net")
  see=own
  [ "$net" != "$own" ] || see=shared
  [ -n "$net" ] && [ -r "$r/proc/$pid/net/snmp" ] || see=denied
  printf '%s\n' "$pid $kind $see $group"
done)

# tcp NAME FILE: OutSegs and RetransSegs stand 12th and 13th.
# shellcheck disable=SC2094 # the name is only kept, nothing is written
tcp() {
  while read -r l; do
    case $l in
    'Tcp: RtoAlgorithm '*' OutSegs RetransSegs '* | Tcp:\ [0-9]*)
      # shellcheck disable=SC2086 # into words
      set -- "$1" "$2" $l
      case ${14} in OutSegs) good=1 ;; *) [ -z "$good" ] || printf '%s\n' "tcp $1 ${14} ${15}" ;; esac
      ;;
    esac
  done <"$2"
} 2>/dev/null

n=0
while :; do
  read -r up _ <"$r/proc/uptime"
  read -r _ _ _ t _ <"$r/proc/loadavg"
  printf '%s\n' "sample $up ${t#*/}"
  # The ten with most threads (field 20): number, threads, start (field 22), name. Fields are counted behind the last ")".
  cat "$r"/proc/[0-9]*/stat 2>/dev/null | awk '
    /^[0-9]+ \(.*\) / {
      name = $0; sub(/^[0-9]+ \(/, "", name); rest = name
      sub(/.*\) /, "", rest); name = substr(name, 1, length(name) - length(rest) - 2)
      split(rest, f, " ")
      if (f[18] > 1) { threads[$1] = f[18]; what[$1] = f[18] " " f[20] " " name }
    }
    END {
      for (k = 0; k < 10; k++) {
        top = ""
        for (p in threads) if (top == "" || threads[p] > threads[top]) top = p
        if (top == "") break
        print "task " top " " what[top]
        delete threads[top]
      }
    }'
  good=''
  tcp host "$r/proc/net/snmp"
  printf '%s\n' "$boxes" | while read -r pid kind see group; do
    [ -n "$group" ] || continue
    d=$r/sys/fs/cgroup$group
    [ "$kind" = v2 ] || d=$r/sys/fs/cgroup/pids$group
    [ -d "$d" ] || d=$r/sys/fs/cgroup/unified$group
    { read -r v <"$d/pids.current" && read -r m <"$d/pids.max" && printf '%s\n' "pids ${group##*/} $v $m"; } 2>/dev/null
    good=''
    case $see in
    own) tcp "${group##*/}" "$r/proc/$pid/net/snmp" ;;
    denied) [ "$n" -gt 0 ] || printf '%s\n' "denied ${group##*/}" ;;
    esac
  done
  n=$((n + 1))
  [ "$n" -le "$end" ] || break
  sleep "$i"
done
echo 'done'

# What resets short TCP connections: settings, how full the table of connections is, and the counters of drops at the
# begin and the end of a time. Containers have network namespaces of their own, which the host's counters do not show.
# At most 100 of these are looked at: two looks at more would not fit into an answer.
r=${PROBE_ROOT-}
for n in net/ipv4/tcp_tw_recycle net/ipv4/tcp_timestamps net/ipv4/tcp_abort_on_overflow net/ipv4/tcp_syncookies \
  net/ipv4/tcp_max_syn_backlog net/ipv4/ip_local_port_range net/core/somaxconn net/netfilter/nf_conntrack_max \
  net/netfilter/nf_conntrack_count net/netfilter/nf_conntrack_tcp_be_liberal; do
  f=$r/proc/sys/$n
  [ -e "$f" ] || continue
  # A number in /proc/sys gives only its first digit to a shell that reads byte by byte, as dash does: cat reads it.
  if v=$(cat "$f" 2>/dev/null); then
    # A tab between two ports.
    printf 'sysctl %s %s\n' "${n##*/}" "$(printf '%s\n' "$v" | tr '\t' ' ')"
  else
    printf '%s\n' "unreadable ${n##*/}"
  fi
done
# Root sees all processes, also with hidepid.
[ "$(id -u)" = 0 ] || while read -r l; do
  case $l in *' /proc proc '*hidepid=[124]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess* | *' /proc proc '*hidepid=ptraceable*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null

# space PID: the number of a file of its network namespace. Everybody may ask; the link ns/net is for root and owners.
space() {
  # shellcheck disable=SC2012 # one file, and only its number is wanted
  o=$(ls -iL "$r/proc/$1/net/netstat" 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # into words
  set -- $o
  printf '%s\n' "$1"
}
own=$(space self)
boxes=$(grep -sE '^([0-9]+:[a-z,_=]*|0:):?/.*(docker|kubepods|libpod|containerd|crio|lxc)' "$r"/proc/[0-9]*/cgroup /dev/null |
  awk '{
    f = $0; sub(/\/cgroup:.*/, "", f); sub(/.*\//, "", f)
    g = $0; sub(/.*\//, "", g); gsub(/[^A-Za-z0-9_.:-]/, "_", g)
    if (!(f in seen) && !(g in had)) { seen[f] = 1; had[g] = 1; print f, g }
  }')
# One process for each namespace: the containers of a pod share theirs.
boxes=$(printf '%s\n' "$boxes" | {
  had=" $own " n=0 more=0
  while read -r pid name; do
    [ -n "$name" ] || continue
    if s=$(space "$pid"); then
      case $had in *" $s "*) continue ;; esac
      had="$had$s "
      n=$((n + 1))
      if [ "$n" -le 100 ]; then printf '%s\n' "$pid $name"; else more=$((more + 1)); fi
    elif [ -e "$r/proc/$pid/cgroup" ]; then
      printf '%s\n' "- $name"
    fi
  done
  [ "$more" = 0 ] || printf '%s\n' "+ $more"
})
printf '%s\n' "$boxes" | while read -r pid name; do
  case $pid in -) printf '%s\n' "denied $name" ;; +) printf '%s\n' "more $name" ;; esac
done

# counters NAME DIRECTORY: those of TcpExt that count drops, and of the table of connections, whose file has a line for
# each CPU, in hex. What this system has no file of is left out.
counters() {
  name=$1 awk 'BEGIN { name = ENVIRON["name"] } $1 == "TcpExt:" {
    if (!n) { n = NF; for (i = 2; i <= NF; i++) key[i] = $i }
    else for (i = 2; i <= NF && i <= n; i++)
      if (key[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|PAWSPassive|PAWSEstab)$/) print "count", name, key[i], $i
  }' "$2/netstat" || return 1
  [ ! -e "$2/stat/nf_conntrack" ] || name=$1 awk '
    BEGIN { name = ENVIRON["name"] }
    function hex(s, v, i, d) {
      v = 0
      for (i = 1; i <= length(s); i++) {
        d = index("0123456789abcdef", tolower(substr(s, i, 1)))
        if (!d) bad = 1
        v = v * 16 + d - 1
      }
      return v
    }
    NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^(invalid|insert_failed|drop)$/) at[$i] = i; next }
    { for (k in at) { if (at[k] > NF) bad = 1; sum[k] += hex($at[k]) } }
    END { if (bad || NR < 2) exit 1; for (k in at) printf "count %s %s %.0f\n", name, k, sum[k] }' "$2/stat/nf_conntrack"
} 2>/dev/null
look() {
  read -r up _ <"$r/proc/uptime"
  printf '%s\n' "sample $up"
  counters host "$r/proc/net" || echo 'unreadable /proc/net'
  printf '%s\n' "$boxes" | while read -r pid name; do
    case $pid in '' | - | +) continue ;; esac
    # One that ended in the meantime gives no value.
    counters "$name:$pid" "$r/proc/$pid/net" || [ ! -e "$r/proc/$pid/net/netstat" ] || printf '%s\n' "denied $name"
  done
}
look
sleep "${PARAM_SECONDS:-60}"
look
echo 'done'

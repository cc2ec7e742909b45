# What resets short TCP connections: settings, how full the table of connections is, and the counters of drops at the
# begin and the end of a time. Containers have network namespaces of their own, which the host's counters do not show;
# at most 40 containers are looked at.
r=${PROBE_ROOT-}
for n in net/ipv4/tcp_tw_recycle net/ipv4/tcp_timestamps net/ipv4/tcp_abort_on_overflow net/ipv4/tcp_syncookies \
  net/ipv4/tcp_max_syn_backlog net/ipv4/ip_local_port_range net/core/somaxconn net/netfilter/nf_conntrack_max \
  net/netfilter/nf_conntrack_count net/netfilter/nf_conntrack_tcp_be_liberal; do
  f=$r/proc/sys/$n
  [ -e "$f" ] || continue
  # A number in /proc/sys gives only its first digit to a shell that reads byte by byte, as dash does: cat reads it.
  if v=$(cat "$f" 2>/dev/null); then
    # shellcheck disable=SC2086 # a tab between two ports
    echo "sysctl ${n##*/} "$v
  else
    echo "unreadable ${n##*/}"
  fi
done
dmesg 2>/dev/null | grep -q 'nf_conntrack: .*table full' && echo table-full
while read -r l; do
  case $l in *' /proc proc '*hidepid=[12]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null

own=$(readlink "$r/proc/self/ns/net")
boxes=$(grep -sE '^([0-9]+:[a-z,=]*|0:):?/.*(docker|kubepods|libpod|containerd|crio|lxc)' "$r"/proc/[0-9]*/cgroup /dev/null |
  awk '{
    f = $0; sub(/\/cgroup:.*/, "", f); sub(/.*\//, "", f)
    g = $0; sub(/.*\//, "", g)
    if (!(f in seen) && !(g in had) && n < 40) { seen[f] = 1; had[g] = 1; n++; print f, g }
  }')
boxes=$(printf '%s\n' "$boxes" | while read -r pid name; do
  [ -n "$name" ] || continue
  net=$(readlink "$r/proc/$pid/ns/net")
  [ "$net" != "$own" ] || continue
  if [ -n "$net" ] && [ -r "$r/proc/$pid/net/netstat" ]; then echo "$pid $name"; else echo "- $name"; fi
done)
printf '%s\n' "$boxes" | while read -r pid name; do [ "$pid" != - ] || echo "denied $name"; done

# counters NAME DIRECTORY: those of TcpExt that count drops, and the table of connections, a line for each CPU, in hex.
counters() {
  awk -v name="$1" '$1 == "TcpExt:" {
    if (!n) { n = NF; for (i = 2; i <= NF; i++) key[i] = $i }
    else for (i = 2; i <= NF && i <= n; i++)
      if (key[i] ~ /^(ListenOverflows|ListenDrops|TCPReqQFullDrop|PAWSPassive|PAWSEstab)$/) print "count", name, key[i], $i
  }' "$2/netstat" 2>/dev/null || echo "unreadable netstat"
  [ ! -e "$2/stat/nf_conntrack" ] || while read -r l; do echo "conntrack $1 $l"; done <"$2/stat/nf_conntrack"
} 2>/dev/null
look() {
  read -r up _ <"$r/proc/uptime"
  echo "sample $up"
  counters host "$r/proc/net"
  printf '%s\n' "$boxes" | while read -r pid name; do
    case $pid in '' | -) ;; *) counters "$name:$pid" "$r/proc/$pid/net" ;; esac
  done
}
look
sleep "${PARAM_SECONDS:-60}"
look
echo 'done'

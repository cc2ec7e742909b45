# Sockets that hold a port: those of TCP that listen, all of UDP, and the programs that hold them, which only root sees
# of other users. Ports from which the kernel takes one for an outgoing connection.
r=${PROBE_ROOT-}
# A number in /proc/sys gives only its first digit to a shell that reads byte by byte.
for n in ipv4/ip_local_port_range ipv4/ip_local_reserved_ports; do
  [ ! -e "$r/proc/sys/net/$n" ] || {
    printf '%s ' "${n##*/}"
    tr '\t' ' ' <"$r/proc/sys/net/$n" || echo unreadable
  }
done
# The kernel lists the sockets that listen (0A) before those that are or were connected, of which there may be a million.
for n in tcp tcp6 udp udp6; do
  [ ! -e "$r/proc/net/$n" ] || {
    printf '%s\n' "table $n"
    of=$n awk 'NR == 1 { next }
      ENVIRON["of"] ~ /udp/ || $4 == "0A" { print " " $2; next }
      $4 == "01" || $4 == "06" { exit }' "$r/proc/net/$n" || echo unreadable
  }
done
find_tool ss
[ -z "$T" ] || {
  # The last line are the processes, each once, at most 500.
  o=$("$T" -lntup 2>/dev/null | awk '$1 ~ /^(tcp|udp)$/ {
    i = index($0, "users:("); s = i ? substr($0, i) : ""; print " " $1, $5, s
    while (k < 500 && match(s, /,(pid=)?[0-9]+,/)) {
      p = substr(s, RSTART + 1, RLENGTH - 2); sub(/pid=/, "", p)
      if (!(p in seen)) { seen[p] = 1; k++; l = l " " p }
      s = substr(s, RSTART + RLENGTH)
    }
  } END { print "pids" l }')
  l=${o##*pids}
  o=${o%pids*}
  [ -z "$o" ] || printf 'owners\n%s' "$o"
  for p in $l; do
    [ ! -r "$r/proc/$p/cgroup" ] || while read -r c; do
      case $c in 0::/?* | *:name=systemd:/?*) printf '%s\n' "group $p ${c##*/}" && break ;; esac
    done <"$r/proc/$p/cgroup"
  done
} 2>/dev/null
echo 'done'

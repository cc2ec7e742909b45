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
  o=$("$T" -lntup 2>/dev/null | awk '$1 ~ /^(tcp|udp)$/ {
    i = index($0, "users:("); print " " $1, $5, i ? substr($0, i) : ""
  }')
  [ -z "$o" ] || printf 'owners\n%s\n' "$o"
  for p in $(printf '%s\n' "$o" | grep -oE ',(pid=)?[0-9]+,' | tr -dc '0-9\n' | sort -u | head -n 500); do
    [ ! -r "$r/proc/$p/cgroup" ] || while read -r l; do
      case $l in 0::/?* | *:name=systemd:/?*) printf '%s\n' "group $p ${l##*/}" && break ;; esac
    done <"$r/proc/$p/cgroup"
  done
} 2>/dev/null
echo 'done'

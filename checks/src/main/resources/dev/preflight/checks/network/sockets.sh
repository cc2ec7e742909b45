# Sockets that hold a port: those of TCP that listen, all of UDP, and the programs that hold them, which only root sees
# of other users. Ports from which the kernel takes one for an outgoing connection.
r=${PROBE_ROOT-}
# The files that there are, each behind what stands in front of it.
set --
for n in sys/net/ipv4/ip_local_port_range sys/net/ipv4/ip_local_reserved_ports net/tcp net/tcp6 net/udp net/udp6; do
  [ ! -e "$r/proc/$n" ] || set -- "$@" "$r/proc/$n"
done
find_tool ss
# One process reads all of it. The kernel lists the sockets that listen (0A) before those that are or were connected, of
# which there may be a million. Of what ss prints come last the control groups of at most 500 processes.
{ [ -z "$T" ] || "$T" -lntup 2>/dev/null; } | r=$r awk 'BEGIN {
    for (i = 1; i < ARGC; i++) {
      of = ARGV[i]
      sub(/.*\//, "", of)
      if (of ~ /^ip_/) printf "%s ", of
      else print "table " of
      n = 0
      while ((got = (getline < ARGV[i])) > 0) {
        if (of ~ /^ip_/) { gsub(/\t/, " "); print; continue }
        if (n++ == 0) continue
        if (of ~ /udp/ || $4 == "0A") print " " $2
        else if ($4 == "01" || $4 == "06") break
      }
      if (got < 0) print "unreadable"
      ARGV[i] = ""
    }
  }
  $1 ~ /^(tcp|udp)$/ {
    i = index($0, "users:("); s = i ? substr($0, i) : ""
    if (!owners++) print "owners"
    print " " $1, $5, s
    while (k < 500 && match(s, /,(pid=)?[0-9]+,/)) {
      p = substr(s, RSTART + 1, RLENGTH - 2); sub(/pid=/, "", p)
      if (!(p in seen)) { seen[p] = 1; pids[++k] = p }
      s = substr(s, RSTART + RLENGTH)
    }
  }
  END {
    for (i = 1; i <= k; i++) {
      f = ENVIRON["r"] "/proc/" pids[i] "/cgroup"
      while ((getline c < f) > 0) if (c ~ /^0::\/./ || c ~ /:name=systemd:\/./) {
        sub(/.*\//, "", c)
        print "group " pids[i] " " c
        break
      }
      close(f)
    }
  }' "$@" && echo 'done'

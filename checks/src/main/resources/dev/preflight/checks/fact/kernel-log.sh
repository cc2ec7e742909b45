# Lines of the kernel's log that are known to mean something, wherever it can be read, and the counters that everybody can.
# Arguments: further strings to look for. Headings begin a line; lines of a log stand under theirs behind a space. Of
# each string the first two lines and the last twenty travel: a flood of one hides no other, and a log never travels.
r=${PROBE_ROOT-}
nl='
'
want='NETDEV WATCHDOG
soft lockup
hard LOCKUP
detected stalls
detected expedited stalls
self-detected stall
conntrack: table full
neighbor table overflow
EXT4-fs error
XFS
error, dev
Disk failure on
blocked for more than
Out of memory: Kill
[Hardware Error]
unregister_netdevice: waiting for
openvswitch: netlink: Key type
data-check'
for p; do [ -z "$p" ] || want=$want$nl$p; done
# first LINE: when it was written, and whether it is the kernel's first one; it may be anybody's, and does not travel.
first() {
  v=''
  case $1 in *'Linux version '*) v=' Linux version ' ;; esac
  case $1 in
  '['* | '<'*) printf 'first %.40s\n' "${1%%]*}]$v" ;;
  [0-9]*) printf 'first %.40s\n' "${1%% *}$v" ;;
  *) printf 'first %.15s%s\n' "$1" "$v" ;;
  esac
}
# from NAME [HOST]: reads a log; with HOST only the lines that bear it, for syslog may hold those of other hosts too.
from() {
  printf '%s\n' "source $1"
  IFS= read -r a && first "$a"
  IFS= read -r b && first "$b"
  echo lines
  { printf '%s\n%s\n' "$a" "$b" && cat; } | grep -aF -e "$want" | want=$want own=${2-} awk '
    BEGIN { n = split(ENVIRON["want"], w, "\n"); own = tolower(ENVIRON["own"]); sub(/\..*/, "", own) }
    {
      if (own != "") {
        h = tolower($0 ~ /^[0-9]/ ? $2 : $4)
        sub(/\..*/, "", h)
        if (h != own) next
      }
      for (i = 1; i <= n; i++) if (index($0, w[i])) {
        if (++c[i] <= 2) print " " substr($0, 1, 512)
        else last[i, c[i] % 20] = substr($0, 1, 512)
        break
      }
    }
    END { for (i = 1; i <= n; i++) for (k = c[i] > 22 ? c[i] - 19 : 3; k <= c[i]; k++) print " " last[i, k % 20] }'
}
printf '%s\n' "now $(unset TZ && date '+%s %z')"
read -r up _ <"$r/proc/uptime" && printf '%s\n' "uptime $up"
read -r host <"$r/proc/sys/kernel/hostname" && printf '%s\n' "host $host"
# A number in /proc/sys gives only its first digit to a shell that reads byte by byte, as dash does: cat reads it.
v=$(cat "$r/proc/sys/kernel/tainted" 2>/dev/null) && printf '%s\n' "tainted $v"
for f in "$r"/sys/class/net/*/queues/tx-*/tx_timeout; do
  { read -r v <"$f"; } 2>/dev/null || continue
  n=${f#"$r"/sys/class/net/}
  printf '%s\n' "tx-timeout ${n%%/*} $v"
done
# A guest sees the flag of its hypervisor (x86), the name of it (Xen) or the hardware that it plays.
while read -r l; do
  case $l in
  flags*hypervisor*) echo virtual && break ;;
  flags*) break ;;
  esac
done <"$r/proc/cpuinfo" 2>/dev/null
for f in "$r/sys/hypervisor/type" "$r/sys/class/dmi/id/product_name"; do
  { read -r v <"$f"; } 2>/dev/null || continue
  case $v in xen | KVM* | *VMware* | *[Vv]irtual* | *OpenStack* | *QEMU* | *HVM*) echo virtual ;; esac
done
if find_tool dmesg; then
  if o=$("$T" 2>&1); then printf '%s\n' "$o" | from dmesg; else printf '%s\n' "denied dmesg $(printf '%s\n' "$o" | head -n 1)"; fi
fi
if find_tool journalctl; then
  "$T" -q -k -b --no-pager -o short-iso 2>/dev/null | tail -c 52428800 | from journal
fi
for f in kern.log messages; do
  [ -e "$r/var/log/$f" ] || continue
  { [ -f "$r/var/log/$f" ] && [ -r "$r/var/log/$f" ]; } || { printf '%s\n' "denied /var/log/$f" && continue; }
  # What was rotated away last belongs to the week; a file that does not get the kernel's lines proves nothing.
  set -- "$r/var/log/$f"
  [ -f "$r/var/log/$f.1" ] && [ -r "$r/var/log/$f.1" ] && set -- "$r/var/log/$f.1" "$@"
  cat "$@" | tail -c 52428800 | grep -aqF ' kernel: ' || continue
  cat "$@" | tail -c 52428800 | from "/var/log/$f" "$host"
done
echo 'done'

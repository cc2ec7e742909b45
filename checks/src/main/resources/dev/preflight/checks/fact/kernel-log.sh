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
# Tells when the first two lines of a log were written, and whether one is the kernel's first; they may be anybody's, and do not
# travel. Then what means something, in lines that bear the host's name if one is given: syslog may hold those of other
# hosts too. Where the first two are marked, "-" is one that had no end.
# shellcheck disable=SC2016 # a program of awk
told='
  function first(l, v) {
    v = index(l, "Linux version ") ? " Linux version " : ""
    if (l ~ /^[[<]/) { sub(/\].*/, "", l); printf "first %.40s\n", l "]" v }
    else if (l ~ /^[0-9]/) { sub(/ .*/, "", l); printf "first %.40s\n", l v }
    else printf "first %.15s%s\n", l, v
  }
  function event(l, h, i, f) {
    if (own != "") {
      split(l, f, " ")
      h = tolower(l ~ /^[0-9]/ ? f[2] : f[4])
      sub(/\..*/, "", h)
      if (h != own) return
    }
    for (i = 1; i <= n; i++) if (index(l, w[i])) {
      if (++c[i] <= 2) print " " substr(l, 1, 512)
      else last[i, c[i] % 20] = substr(l, 1, 512)
      break
    }
  }
  function begin() {
    print "lines"
    event(one)
    event(two)
  }
  BEGIN {
    n = split(ENVIRON["want"], w, "\n")
    own = tolower(ENVIRON["own"])
    sub(/\..*/, "", own)
    marked = ENVIRON["marked"]
  }
  NR <= 2 {
    l = marked ? substr($0, 2) : $0
    if (!marked || /^[+]/) first(l)
    if (NR == 1) one = l
    else { two = l; begin() }
    next
  }
  { event($0) }
  END {
    if (NR < 2) begin()
    for (i = 1; i <= n; i++) for (k = c[i] > 22 ? c[i] - 19 : 3; k <= c[i]; k++) print " " last[i, k % 20]
  }'
# marked: the first two lines of the input with their marks.
marked() {
  for _ in 1 2; do
    if IFS= read -r a; then printf '+%s\n' "$a"; else printf -- '-%s\n' "$a"; fi
  done
}
# logged: whether a file of the journal can be read; without one journalctl(1) has nothing to say.
logged() {
  for f in "$r"/run/log/journal/*/*.journal* "$r"/var/log/journal/*/*.journal*; do
    [ ! -r "$f" ] || return 0
  done
  return 1
}
printf '%s\n' "now $(TZ=:/etc/localtime date '+%s %z')"
read -r up _ <"$r/proc/uptime" && printf '%s\n' "uptime $up"
host=''
read -r host <"$r/proc/sys/kernel/hostname" && printf '%s\n' "host $host"
# A number in /proc/sys gives only its first digit to a shell that reads byte by byte, as dash does: cat reads it, unless
# that digit is a 0, which is all of it.
v=''
{ IFS= read -r v <"$r/proc/sys/kernel/tainted"; } 2>/dev/null
{ [ "$v" = 0 ] || v=$(cat "$r/proc/sys/kernel/tainted" 2>/dev/null); } && printf '%s\n' "tainted $v"
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
  if o=$("$T" 2>&1); then
    echo 'source dmesg'
    printf '%s\n' "$o" | want=$want own='' marked='' awk "$told"
  else
    printf '%s\n' "denied dmesg ${o%%"$nl"*}"
  fi
fi
if { [ -d "$r/run/log/journal" ] || [ -d "$r/var/log/journal" ]; } && find_tool journalctl; then
  echo 'source journal'
  if logged; then
    "$T" -q -k -b --no-pager -o short-iso 2>/dev/null | { marked && grep -aF -e "$want"; } |
      want=$want own='' marked=1 awk "$told"
  else
    echo lines
  fi
fi
for f in kern.log messages; do
  [ -e "$r/var/log/$f" ] || continue
  { [ -f "$r/var/log/$f" ] && [ -r "$r/var/log/$f" ]; } || { printf '%s\n' "denied /var/log/$f" && continue; }
  # What was rotated away last belongs to the week; a file that does not get the kernel's lines proves nothing.
  set -- "$r/var/log/$f"
  [ -f "$r/var/log/$f.1" ] && [ -r "$r/var/log/$f.1" ] && set -- "$r/var/log/$f.1" "$@"
  tail -c 52428800 "$@" | grep -aqF ' kernel: ' || continue
  printf '%s\n' "source /var/log/$f"
  cat "$@" | tail -c 52428800 | { marked && grep -aF -e "$want"; } | want=$want own=$host marked=1 awk "$told"
done
echo 'done'

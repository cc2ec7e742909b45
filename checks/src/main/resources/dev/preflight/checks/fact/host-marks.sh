# By what this host is told from others and held against them: names, ids, the version of control groups, and its network
# interfaces. One thing a line, "?" for what cannot be read. Pure reads.
r=${PROBE_ROOT-}
# get FILE: V is its first line.
get() {
  V=
  { IFS= read -r V <"$1"; } 2>/dev/null
  [ -n "$V" ] || V='?'
}
get "$r/proc/sys/kernel/hostname"
printf '%s\n' "hostname $V"
V='-'
for f in /etc/machine-id /var/lib/dbus/machine-id; do
  [ -e "$r$f" ] || continue
  get "$r$f"
  [ ! -r "$r$f" ] || [ -s "$r$f" ] || V='-'
  break
done
printf '%s\n' "machine-id $V"
get "$r/proc/sys/kernel/random/boot_id"
printf '%s\n' "boot-id $V"
c=none
while read -r _ m t _; do
  case $m:$t in
  /sys/fs/cgroup:cgroup2) c=v2 ;;
  /sys/fs/cgroup/*:cgroup) c=v1 ;;
  esac
done 2>/dev/null <"$r/proc/self/mounts"
printf '%s\n' "cgroup $c"
for d in "$r"/sys/class/net/*; do
  [ -d "$d" ] || continue
  get "$d/address"
  l="nic ${d##*/} $V"
  get "$d/mtu"
  l="$l $V"
  # The service processors of servers show all of them the same card on USB.
  if [ -e "$d/device/bInterfaceNumber" ]; then l="$l usb"; elif [ -e "$d/device" ]; then l="$l physical"; fi
  printf '%s\n' "$l"
done
echo 'done'

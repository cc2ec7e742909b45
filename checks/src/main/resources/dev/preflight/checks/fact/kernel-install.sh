# Which kernel runs, which are installed, what live patches it has, and the drivers of the network cards that are up.
r=${PROBE_ROOT-}
read -r v <"$r/proc/sys/kernel/osrelease" && echo "running $v"
for d in "$r"/lib/modules/* "$r"/usr/lib/modules/*; do
  # What a removed kernel leaves behind, modules built here, is no kernel.
  n=${d##*/}
  [ -d "$d/kernel" ] || [ -e "$d/modules.dep" ] || continue
  echo "installed $n"
done
for f in "$r"/boot/vmlinuz-* "$r"/boot/vmlinux-*; do
  n=${f##*/vmlinu?-}
  [ ! -f "$f" ] || echo "installed $n"
done
for d in "$r"/sys/kernel/livepatch/* "$r"/sys/kernel/kpatch/*; do
  [ ! -d "$d" ] || echo "patch ${d##*/}"
done
[ -d "$r/sys/class/net" ] || echo 'unreadable /sys/class/net'
for d in "$r"/sys/class/net/*; do
  [ -e "$d/device" ] || continue
  read -r v <"$d/flags" || v=0
  [ $((v & 1)) -eq 1 ] || continue
  l=$(readlink "$d/device/driver")
  echo "driver ${d##*/} ${l##*/}"
done 2>/dev/null
echo 'done'

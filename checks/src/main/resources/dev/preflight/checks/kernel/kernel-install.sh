# Which kernel runs, which are installed, what live patches it has, and the drivers of the network cards that are up.
r=${PROBE_ROOT-}
read -r v <"$r/proc/sys/kernel/osrelease" && printf '%s\n' "running $v"
for d in "$r"/lib/modules/* "$r"/usr/lib/modules/*; do
  # What a removed kernel leaves behind, modules built here, is no kernel.
  n=${d##*/}
  [ -d "$d/kernel" ] || [ -e "$d/modules.dep" ] || continue
  printf '%s\n' "installed $n"
done
for f in "$r"/boot/vmlinuz-* "$r"/boot/vmlinux-*; do
  n=${f##*/vmlinu?-}
  [ ! -f "$f" ] || printf '%s\n' "installed $n"
done
for d in "$r"/sys/kernel/livepatch/* "$r"/sys/kernel/kpatch/*; do
  [ ! -d "$d" ] || printf '%s\n' "patch ${d##*/}"
done
[ -d "$r/sys/class/net" ] || echo 'unreadable /sys/class/net'
for d in "$r"/sys/class/net/*; do
  [ -e "$d/device" ] || continue
  read -r v <"$d/flags" || v=0
  # The kernel writes hexadecimal digits, and only these go into a shell's arithmetic. An odd last one means "up".
  case $v in 0x*[!0-9a-fA-F]*) continue ;; 0x*[13579bBdDfF]) ;; *) continue ;; esac
  l=$(readlink "$d/device/driver")
  printf '%s\n' "driver ${d##*/} ${l##*/}"
done 2>/dev/null
echo 'done'

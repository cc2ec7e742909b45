# The memory: what the kernel manages, which blocks of it are online (memory-hotplug.rst), what the crash kernel and the
# pools of huge pages took of it, how many nodes it has, and how much of it this process and this machine may use.
R=${PROBE_ROOT-} S=$R/sys/devices/system/memory
while read -r k v _; do
  case $k in MemTotal: | MemAvailable: | SwapTotal:) printf '%s\n' "$k $v" ;; esac
done 2>/dev/null <"$R/proc/meminfo"
if line "$S/block_size_bytes"; then
  s=$V n=0
  for f in "$S"/memory[0-9]*/online; do
    line "$f" && [ "$V" = 1 ] && n=$((n + 1))
  done
  printf '%s\n' "blocks $n $s"
fi
if [ -d "$R/sys/devices/system/cpu" ]; then
  # A kernel without NUMA has no such folder.
  n=0
  for d in "$R"/sys/devices/system/node/node[0-9]*; do [ ! -d "$d" ] || n=$((n + 1)); done
  [ "$n" -gt 0 ] || [ -d "$R/sys/devices/system/node" ] || n=1
  printf '%s\n' "nodes $n"
fi
! line "$R/sys/kernel/kexec_crash_size" || printf '%s\n' "crash $V"
for d in "$R"/sys/kernel/mm/hugepages/hugepages-*kB; do
  s=${d##*-} s=${s%kB}
  case $s in '' | *[!0-9]*) continue ;; esac
  ! line "$d/nr_hugepages" || printf '%s\n' "pool $s $V"
done
limits memory memory.max memory.limit_in_bytes
echo 'done'

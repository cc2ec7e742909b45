# The processors: which are there and online, which share a core, what the first one is and can do, whether programs here are of
# 32 or 64 bits (byte 4 of an ELF file, elf(5)), and how many of them this process and this machine may use.
R=${PROBE_ROOT-} S=$R/sys/devices/system/cpu
# say NAME FILE
say() { line "$2" && printf '%s\n' "$1 $V"; }
say online "$S/online"
say present "$S/present"
say smt "$S/smt/control"
echo siblings
# By cat: the kernel prints these anew for each read, and some shells read byte by byte.
cat "$S"/cpu[0-9]*/topology/thread_siblings_list 2>/dev/null | while read -r l; do printf ' %s\n' "$l"; done
while IFS= read -r l && [ -n "$l" ]; do
  case $l in
  flags*:* | [Ff]eatures*:*) printf 'flags\n %s\n' "${l#*:}" ;;
  # As x86, LoongArch, Arm and POWER write it.
  [Mm]odel\ [Nn]ame*:* | 'CPU implementer'*:* | 'CPU part'*:* | cpu[[:space:]]*:*) printf 'model\n %.200s\n' "${l#*:}" ;;
  esac
done 2>/dev/null <"$R/proc/cpuinfo"
c=$(od -An -tu1 -j4 -N1 "$R/proc/self/exe" 2>/dev/null)
printf '%s\n' "class ${c##* }"
while read -r k v; do
  [ "$k" != Cpus_allowed_list: ] || printf '%s\n' "allowed $v"
done 2>/dev/null <"$R/proc/self/status"
# The set of the mount's own root: in a container, that of the container.
while read -r _ _ _ _ m o; do
  case $m:$o, in
  /?*' - cgroup2 '*) say cpuset "$R$m/cpuset.cpus.effective" ;;
  /?*' - cgroup '*,cpuset,*) say cpuset "$R$m/cpuset.effective_cpus" || say cpuset "$R$m/cpuset.cpus" ;;
  esac
done 2>/dev/null <"$R/proc/self/mountinfo"
limits cpu cpu.max cpu.cfs_quota_us cpu.cfs_period_us
echo 'done'

# The CPUs of the host, and what the kernel holds of the CPU shares of groups that may be containers. Everybody may
# read this. A heading names the version of a mount; behind a space stand values and the paths below it.
r=${PROBE_ROOT-}
n=$(getconf _NPROCESSORS_ONLN 2>/dev/null)
case $n in '' | 0 | *[!0-9]*) n=$(grep -c '^processor' "$r/proc/cpuinfo" 2>/dev/null) ;; esac
printf '%s\n' "cpus ${n:-0}"
# values FILE MOUNT: the file of every group whose path bears the name of a runtime. A group may go away meanwhile. Groups
# of containers in containers lie eight deep.
values() {
  # shellcheck disable=SC2244 # checked by the caller
  find "$r$2" -maxdepth 12 -xdev -name "$1" 2>/dev/null | while read -r f; do
    case ${f#"$r$2"} in *docker* | *libpod* | *kubepods* | *crio* | *containerd*) ;; *) continue ;; esac
    { read -r v <"$f"; } 2>/dev/null || continue
    p=${f#"$r$2"}
    printf ' %s %s\n' "$v" "${p%/"$1"}"
  done
}
while read -r _ m t o _; do
  case $m in /?*) ;; *) continue ;; esac
  case $t:,$o, in
  cgroup:*,cpu,*) printf '%s\n' "v1 $m" && values cpu.shares "$m" ;;
  cgroup2:*) printf '%s\n' "v2 $m" && values cpu.weight "$m" ;;
  esac
done <"$r/proc/self/mounts"

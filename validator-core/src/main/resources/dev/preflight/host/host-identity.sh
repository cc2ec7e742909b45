# What kind of host this is: os-release(5), uname(2), whether it is a container, and whether SELinux is on (what
# getenforce(8) reads, which not every host has).
s='' v='' m='' p=''
{ read -r s </proc/sys/kernel/ostype && read -r v </proc/sys/kernel/osrelease && read -r m </proc/sys/kernel/arch; } 2>/dev/null
# Kernels before 6.1 do not tell the machine there. And programs may be meant to see another one, as in a container of 32
# bits on a kernel of 64: that only uname(2) knows, and a personality that is not 0 tells of (personality(2)).
{ read -r p </proc/self/personality; } 2>/dev/null
case $p in '' | *[!0]*) m='' ;; esac
case $s$v$m in *' '*) m='' ;; esac
if [ -n "$m" ]; then printf '%s\n' "$s $v $m"; else uname -srm; fi
u=
while read -r l _ e _; do
  case $l in Uid:) u=$e && break ;; esac
done 2>/dev/null </proc/self/status
case $u in '' | *[!0-9]*) id -u ;; *) printf '%s\n' "$u" ;; esac
c=none
[ -e "${PROBE_ROOT-}/.dockerenv" ] && c=docker
[ -e "${PROBE_ROOT-}/run/.containerenv" ] && c=podman
# The cgroup of process 1 is "/" on a host with cgroup v1 or v2, and names the runtime in a container with v1.
while read -r l; do
  case $l in
  *docker* | *kubepods* | *libpod* | *lxc*) c=${c#none} c=${c:-cgroup} ;;
  esac
done 2>/dev/null <"${PROBE_ROOT-}/proc/1/cgroup"
printf '%s\n' "container=$c"
e=
{ read -r e <"${PROBE_ROOT-}/sys/fs/selinux/enforce" || :; } 2>/dev/null
case $e in
1*) echo selinux=enforcing ;;
0*) echo selinux=permissive ;;
esac
for f in "${PROBE_ROOT-}/etc/os-release" "${PROBE_ROOT-}/usr/lib/os-release"; do
  { [ -f "$f" ] && [ -r "$f" ]; } || continue
  cat "$f" || c=''
  break
done
[ -z "$c" ] || printf '\ndone\n'

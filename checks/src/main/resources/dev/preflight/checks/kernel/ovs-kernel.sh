# Open vSwitch here: its daemon, installed or running, and whether the kernel has or can load its module. modprobe is
# asked what it would do (-n), and loads nothing.
r=${PROBE_ROOT-}
read -r k <"$r/proc/sys/kernel/osrelease" && printf '%s\n' "kernel $k"
read -r up _ <"$r/proc/uptime" && printf '%s\n' "uptime $up"
for h in $(getconf CLK_TCK 2>/dev/null); do printf '%s\n' "hz $h"; done
# Root sees all processes, also with hidepid.
me
[ "$ME" = 0 ] || while read -r l; do
  case $l in *' /proc proc '*hidepid=[124]* | *' /proc proc '*hidepid=invisible* | *' /proc proc '*hidepid=noaccess* | *' /proc proc '*hidepid=ptraceable*) echo hidden-proc ;; esac
done <"$r/proc/self/mounts" 2>/dev/null
for p in "$r"/proc/[0-9]*; do
  { read -r n <"$p/comm"; } 2>/dev/null || continue
  [ "$n" = ovs-vswitchd ] || continue
  # A process of a container is marked below; one of an ordinary user is left out.
  here "${p##*/}" || :
  case $OWNER in '' | ????*) continue ;; esac
  { read -r s <"$p/stat"; } 2>/dev/null || continue
  # Field 22, counted behind the last parenthesis: the start, in ticks since boot.
  set -f
  # shellcheck disable=SC2086 # into words
  set -- ${s##*)}
  set +f
  c=host
  while read -r l; do
    case $l in *docker* | *kubepods* | *libpod* | *containerd* | *crio*) c=container ;; esac
  done <"$p/cgroup" 2>/dev/null
  printf '%s\n' "process ${20} $c"
done
if find_tool ovs-vswitchd; then
  e=$("$T" --version 2>&1)
  printf '%s\n' "version ${e%%"$NL"*}"
fi
if [ -d "$r/sys/module/openvswitch" ]; then
  v=''
  { read -r v <"$r/sys/module/openvswitch/version"; } 2>/dev/null
  printf '%s\n' "loaded $v"
elif grep -qs '/openvswitch\.ko' "$r/lib/modules/$k/modules.builtin"; then
  echo 'loaded builtin'
fi
if find_tool modinfo; then
  f=$("$T" -F filename openvswitch 2>/dev/null)
  [ -z "$f" ] || printf '%s\n' "module ${f%%"$NL"*}"
fi
if find_tool modprobe; then
  e=$("$T" -n openvswitch 2>&1)
  printf '%s\n' "modprobe $? ${e%%"$NL"*}"
fi
echo 'done'

# What this system runs on or in: what systemd-detect-virt(1) says of machine and container, and what it looks at, for
# systems without it; what the root directory is kept in; firmware, Secure Boot, /dev/kvm. Headings begin a line.
r=${PROBE_ROOT-}
# get FILE: V is its first line; false if it cannot be read.
get() {
  V=
  [ -f "$1" ] || return 1
  { IFS= read -r V <"$1"; } 2>/dev/null || [ -n "$V" ]
}
if find_tool systemd-detect-virt; then
  for k in vm container; do
    V=$("$T" "--$k" 2>/dev/null | head -c 64 | tr -d '\n')
    [ -z "$V" ] || printf 'detect-%s %s\n' "$k" "$V"
  done
fi
[ ! -e "$r/.dockerenv" ] || echo 'mark docker'
[ ! -e "$r/run/.containerenv" ] || echo 'mark podman'
[ ! -d "$r/proc/vz" ] || [ -d "$r/proc/bc" ] || echo 'mark openvz'
get "$r/run/systemd/container" && printf '%s\n' "mark $V"
# Only root reads it; $container is what systemd calls its container interface.
V=$({ head -c 65536 "$r/proc/1/environ" | tr '\0\n' '\n ' | grep '^container=.' | head -n 1 | head -c 80; } 2>/dev/null)
[ -z "$V" ] || printf '%s\n' "mark ${V#*=}"
get "$r/proc/sys/kernel/osrelease" && printf '%s\n' "osrelease $V"
for k in sys_vendor board_vendor bios_vendor product_name; do
  get "$r/sys/class/dmi/id/$k" && printf '%s\n' "dmi $k $V"
done
get "$r/sys/hypervisor/type" && printf '%s\n' "hypervisor $V"
get "$r/proc/device-tree/hypervisor/compatible" && printf '%s\n' "hypervisor $V"
V=$({ head -c 4096 "$r/proc/xen/capabilities"; } 2>/dev/null)
case $V in *control_d*) echo dom0 ;; esac
# The flags of the first processor are as good as those of all.
while read -r k v; do
  case $k in
  flags)
    echo flags
    for w in hypervisor vmx svm; do
      case " $v " in *" $w "*) printf ' %s\n' "$w" ;; esac
    done
    break
    ;;
  esac
done 2>/dev/null <"$r/proc/cpuinfo"
# Of several mounts on / the last is seen. Options fit into a page; shells take minutes to cut a word of 64 KB.
t='' s='' o=''
while read -r _ _ _ _ m l; do
  { [ "$m" = / ] && [ "${#l}" -le 16384 ]; } || continue
  l=" $l"
  l=${l#* - }
  t=${l%% *} l=${l#* }
  s=${l%% *} o=,${l#* }
done 2>/dev/null <"$r/proc/self/mountinfo"
[ -z "$t" ] || printf '%s\n' "root $t $s"
if [ "$t" = overlay ]; then
  u=
  case $o in *,upperdir=*) u=${o#*,upperdir=} u=${u%%,*} ;; esac
  # On which mount the changes are: that with the longest path above.
  b='' a=''
  while [ -n "$u" ] && read -r _ _ _ _ m l; do
    case $u/ in "$m"/*) ;; *) continue ;; esac
    { [ "${#m}" -ge "${#b}" ] && [ "${#l}" -le 16384 ]; } || continue
    l=" $l"
    l=${l#* - }
    b=$m a=${l%% *}
  done 2>/dev/null <"$r/proc/self/mountinfo"
  printf '%s\n' "upper ${a:-${u:+hidden}}"
fi
[ ! -e "$r/run/ostree-booted" ] || echo ostree
get "$r/proc/cmdline"
set -f
for w in $V; do
  case $w in
  boot=live | boot=casper | root=live:* | rd.live.* | archisobasedir=* | overlayroot=* | systemd.volatile=* | \
    persistent | persistence | snapd_recovery_mode=*) printf '%s\n' "word $w" ;;
  esac
done
set +f
if [ -d "$r/sys/firmware/efi" ]; then
  echo 'firmware uefi'
  v=$r/sys/firmware/efi/efivars
  # The UEFI specification's global variable and that of shim: four bytes of attributes, then the value.
  for k in SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23; do
    [ -f "$v/$k" ] || continue
    V=$({ od -An -tu1 -j4 -N1 "$v/$k" | tr -d ' \n'; } 2>/dev/null)
    printf '%s\n' "efivar ${k%%-*} ${V:-?}"
  done
  [ ! -d "$v" ] || for f in "$v"/*; do
    [ ! -e "$f" ] || echo efivars
    break
  done
elif [ -d "$r/sys/firmware" ]; then
  echo 'firmware none'
fi
[ ! -e "$r/dev/kvm" ] || echo kvm
[ ! -d "$r/dev" ] || echo dev
echo 'done'

# RAID controllers on the PCI bus with their drivers, and what their own programs say of the volumes on them, which only
# root may ask; and ZFS pools. Without a driver of a controller no program is run.
r=${PROBE_ROOT-}
me
root='' zfs=''
[ "$ME" != 0 ] || root=1
[ -z "$root" ] || echo root
storcli='' ssacli='' arcconf=''
n=0
for d in "$r"/sys/bus/pci/devices/*; do
  c=
  { read -r c <"$d/class"; } 2>/dev/null
  case $c in 0x0104*) ;; *) continue ;; esac
  m=$(readlink "$d/driver")
  m=${m##*/}
  printf '%s\n' "controller ${d##*/} ${m:-none}"
  case $m in
  megaraid_sas | mpt3sas | mpi3mr) storcli=1 ;;
  hpsa) ssacli=1 ;;
  smartpqi) ssacli=1 arcconf=1 n=$((n + 1)) ;;
  aacraid) arcconf=1 n=$((n + 1)) ;;
  esac
done
# ask FAMILY ARGUMENTS PLACE...: what each program says that is there, each of its lines behind a space. Dell's does not
# see what Broadcom's sees, so both are asked.
ask() {
  family=$1 args=$2 ran=' '
  shift 2
  for t; do
    t=$r$t
    { [ -f "$t" ] && [ -x "$t" ]; } || continue
    case $ran in *" ${t##*/} "*) continue ;; esac
    ran="$ran${t##*/} "
    printf '%s\n' "cli $family ${t##*/}"
    # shellcheck disable=SC2086 # into words
    "$t" $args </dev/null 2>&1 | while IFS= read -r l; do printf ' %s\n' "$l"; done
  done
}
if [ -n "$root" ]; then
  # nolog: it would write a log file where it stands.
  [ -z "$storcli" ] || ask storcli '/call/vall show J nolog' /opt/MegaRAID/storcli/storcli64 /usr/local/sbin/storcli64 \
    /usr/sbin/storcli64 /usr/bin/storcli64 /opt/MegaRAID/perccli/perccli64 /usr/local/sbin/perccli64 /usr/sbin/perccli64 \
    /usr/bin/perccli64
  [ -z "$ssacli" ] || ask ssacli 'ctrl all show config' /usr/sbin/ssacli /opt/smartstorageadmin/ssacli/bin/ssacli \
    /usr/sbin/hpssacli /opt/hp/hpssacli/bld/hpssacli
  i=0
  while [ -n "$arcconf" ] && [ "$i" -lt "$n" ]; do
    i=$((i + 1))
    ask arcconf "getconfig $i ld nologs" /usr/sbin/arcconf /usr/local/sbin/arcconf /usr/Arcconf/arcconf /usr/StorMan/arcconf
  done
fi
# The state of each pool, which everybody may read, and the verdict of zpool, which sees more.
for f in "$r"/proc/spl/kstat/zfs/*/state; do
  { read -r s <"$f"; } 2>/dev/null || continue
  p=${f%/state}
  printf '%s\n' "pool ${p##*/} $s"
  zfs=1
done
if [ -n "$zfs" ]; then ask zpool 'status -x' /usr/sbin/zpool /sbin/zpool /usr/local/sbin/zpool; fi
echo 'done'

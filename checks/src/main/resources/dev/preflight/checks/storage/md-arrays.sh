# Every array of the kernel's md driver: /proc/mdstat as it stands, and of each array the files of the kernel, which say
# more exactly what mdstat shows; and the spares that mdadm.conf promises. A file that an array has not (raid0 has no
# "degraded") is left out.
r=${PROBE_ROOT-}
get() { # FILE: V is its first line
  V=
  { IFS= read -r V <"$1"; } 2>/dev/null
}
if [ ! -e "$r/proc/mdstat" ]; then
  echo no-mdstat
elif [ ! -r "$r/proc/mdstat" ]; then
  echo unreadable /proc/mdstat
else
  echo mdstat
  while IFS= read -r l; do printf ' %s\n' "$l"; done <"$r/proc/mdstat"
fi
for d in "$r"/sys/block/md*/md; do
  [ -d "$d" ] || continue
  n=${d%/md}
  printf '%s\n' "array ${n##*/}"
  for a in level raid_disks degraded array_state sync_action sync_completed sync_speed mismatch_cnt metadata_version; do
    get "$d/$a"
    [ -z "$V" ] || printf ' %s %s\n' "$a" "$V"
  done
  for m in "$d"/dev-*; do
    [ -d "$m" ] || continue
    get "$m/slot"
    s=${V:-?}
    get "$m/state"
    printf ' member %s %s %s\n' "${m##*/dev-}" "$s" "$V"
  done
done
for f in "$r/etc/mdadm/mdadm.conf" "$r/etc/mdadm.conf"; do
  { [ ! -f "$f" ] || [ ! -r "$f" ]; } || while IFS= read -r l; do
    case $l in ARRAY*spares=*) printf 'conf %s\n' "$l" ;; esac
  done <"$f"
done
echo 'done'

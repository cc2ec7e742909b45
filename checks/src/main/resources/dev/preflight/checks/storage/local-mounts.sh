# File systems on disks of the host that nothing can be written to: the mount's own options and those of the file system
# under it, which the kernel changes when it gives up writing; and what fstab wants of each mount point.
r=${PROBE_ROOT-}
while IFS= read -r l; do
  # Mount, parent, device, root, mount point, options, fields that may be missing, "-", type, source, options.
  t=${l##* - }
  case $t in 'ext2 '* | 'ext3 '* | 'ext4 '* | 'xfs '* | 'btrfs '* | 'f2fs '* | 'jfs '* | 'reiserfs '*) ;; *) continue ;; esac
  set -f
  # shellcheck disable=SC2086 # into words; blanks in names are written as \040
  set -- $l
  case ,$6, in *,ro,*) ro=1 ;; *) ro='' ;; esac
  case ,${t##* }, in *,ro,*) ro=1 ;; esac
  if [ -n "$ro" ]; then printf 'read-only %s %s %s %s\n' "$3" "$5" "$6" "$t"; else printf '%s\n' "writable $3"; fi
  set +f
done <"$r/proc/self/mountinfo" && echo mounts
[ ! -f "$r/etc/fstab" ] || {
  while read -r _ p _ o _; do
    case $p in /*) printf 'fstab %s %s\n' "$p" "$o" ;; esac
  done <"$r/etc/fstab"
} 2>/dev/null
echo 'done'

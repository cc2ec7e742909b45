# All that is mounted, and the room of file systems that this host keeps itself. Others are not asked for theirs, nor
# what lies below them: over a network, or in a program of a user, the answer may never come. Of overlay the layers are
# left out. Headings begin a line; what was read has a space before it.
r=${PROBE_ROOT-}
m=$r/proc/self/mountinfo
[ -r "$m" ] || { echo unreadable && echo 'done' && exit; }
n=0
# Mount, parent, device, root, mount point, options, fields that may be missing, "-", type, source, options.
while read -r i p _ _ at o l; do
  n=$((n + 1))
  [ "$n" -le 3000 ] || { echo more && break; }
  l=" $l"
  l=${l#* - }
  t=${l%% *} s=${l##* } l=${l#* }
  case $t,,$s, in overlay,*,ro,*) s=ro ;; overlay,*) s=rw ;; esac
  printf 'mount %s %s %s %s %s %s %s\n' "$i" "$p" "$at" "$o" "$t" "$s" "${l%% *}"
done <"$m"
own=$(awk '
  BEGIN {
    n = split("ext2 ext3 ext4 xfs btrfs bcachefs f2fs jfs reiserfs zfs vfat exfat ntfs3 tmpfs overlay squashfs erofs iso9660", names)
    while (n) own[names[n--]] = 1
    n = split("devtmpfs ramfs sysfs proc", names)
    while (n) passed[names[n--]] = 1
  }
  { k = 7; while (k < NF && $k != "-") k++; type[$5] = $(k + 1) }
  END {
    for (at in type) {
      if (!(type[at] in own) || at !~ /^\// || at ~ /\\/) continue
      way = at; asked = 1
      while (sub(/\/[^\/]*$/, "", way)) {
        up = way == "" ? "/" : way
        if (up in type && !(type[up] in own) && !(type[up] in passed)) asked = 0
      }
      if (asked) print ENVIRON["PROBE_ROOT"] at
    }
  }' "$m")
IFS='
'
set -f
# shellcheck disable=SC2086 # one a line
set -- $own
[ $# -eq 0 ] || stat -f -c '%S %b %a %n' -- "$@" 2>/dev/null | while IFS=' ' read -r b all free at; do
  printf 'room %s %s %s %s\n' "$b" "$all" "$free" "${at#"$r"}"
done
echo 'done'

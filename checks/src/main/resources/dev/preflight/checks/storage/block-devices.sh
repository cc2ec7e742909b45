# Block devices with a size, and what is on them: sysfs, the signatures that udev found (or as root blkid, which only
# reads), the names below /dev/disk, and what is mounted, swapped to or named in fstab. What is in memory, read from a
# file or an optical disk is left out. Headings begin a line; what was read has a space before it.
r=${PROBE_ROOT-}
[ -d "$r/sys/block" ] || { echo unreadable && echo 'done' && exit; }
blkid=
if [ "$(id -u)" != 0 ]; then
  echo 'blkid denied'
elif find_tool blkid; then
  blkid=$T
else
  echo 'blkid no-tool'
fi
value() { # value FILE: its first line, into V
  V=
  [ ! -f "$1" ] || read -r V 2>/dev/null <"$1" || :
}
signatures() { # signatures NAME MAJOR:MINOR
  f=$r/run/udev/data/b$2
  if [ -f "$f" ] && [ -r "$f" ]; then
    echo ' signatures udev'
    while IFS= read -r l || [ -n "$l" ]; do
      case $l in
      E:ID_FS_TYPE=* | E:ID_PART_TABLE_TYPE=*) printf ' has %s\n' "${l#E:}" ;;
      E:ID_FS_AMBIVALENT=*) echo ' has ID_FS_TYPE=several' ;;
      esac
    done <"$f"
  elif [ -n "$blkid" ] && [ -e "$r/dev/$1" ]; then
    # 2 means that there is none, 8 that there are several: blkid(8). It is 2 as well for a disk that cannot be opened,
    # with a message.
    o=$("$blkid" -p -o udev "$r/dev/$1" 2>&1)
    case $?$o in 0* | 2) echo ' signatures blkid' ;; 8*) echo ' has ID_FS_TYPE=several' ;; esac
    printf '%s\n' "$o" | while IFS= read -r l; do
      case $l in ID_FS_TYPE=* | ID_PART_TABLE_TYPE=*) printf ' has %s\n' "$l" ;; esac
    done
  fi
}
named() { # named NAME: as below /dev, into M: cciss!c0d0 is cciss/c0d0 there
  case $1 in *!*) M=${1%%!*}/${1#*!} ;; *) M=$1 ;; esac
}
one() { # one HEADING DIRECTORY
  named "${2##*/}"
  printf '%s %s\n' "$1" "$M"
  shift
  value "$1/size"
  printf ' sectors %s\n' "$V"
  value "$1/ro"
  printf ' ro %s\n' "$V"
  value "$1/dev"
  printf ' number %s\n' "$V"
  for l in "$1"/holders/*; do
    [ ! -e "$l" ] && [ ! -h "$l" ] || printf ' holder %s\n' "${l##*/}"
  done
  case $V in *[!0-9:]* | '') ;; *) signatures "$M" "$V" ;; esac
}
for d in "$r"/sys/block/*; do
  n=${d##*/}
  case $n in *[!A-Za-z0-9_!.-]* | -* | loop[0-9]* | ram[0-9]* | zram[0-9]* | sr[0-9]* | fd[0-9]*) continue ;; esac
  value "$d/hidden" # one path of NVMe's own multipath
  [ "$V" != 1 ] || continue
  value "$d/size"
  case $V in '' | 0) continue ;; esac
  one device "$d"
  value "$d/queue/rotational"
  printf ' rotational %s\n' "$V"
  value "$d/removable"
  # Some kernels before 6.11 say so of any disk on a port of AHCI that can be plugged while it runs.
  cd -P "$d" 2>/dev/null && case $PWD in */ata[0-9]*/*) V=0 ;; esac
  printf ' removable %s\n' "$V"
  [ ! -e "$d/device" ] || echo ' physical'
  value "$d/device/wwid"
  [ -n "$V" ] || value "$d/wwid"
  case $V in naa.* | eui.* | uuid.*) printf ' wwid %s\n' "$V" ;; esac
  value "$d/dm/uuid"
  case $V in mpath-*) echo ' multipath' ;; esac
  value "$d/dm/name"
  [ -z "$V" ] || printf ' mapped %s\n' "$V"
  for l in "$d"/slaves/*; do
    named "${l##*/}"
    [ ! -e "$l" ] && [ ! -h "$l" ] || printf ' slave %s\n' "$M"
  done
  for p in "$d"/*/partition; do
    p=${p%/partition}
    [ -e "$p/partition" ] || continue
    case ${p##*/} in *[!A-Za-z0-9_!.-]*) continue ;; esac
    one partition "$p"
  done
done
for d in by-id by-path; do
  [ ! -d "$r/dev/disk/$d" ] || {
    printf 'links %s\n' "$d"
    # shellcheck disable=SC2012 # udev writes blanks in names as \x20
    LC_ALL=C ls -l "$r/dev/disk/$d" | while IFS= read -r l; do
      n=${l%% -> *}
      case $l in l*' -> '*/*) printf ' %s %s\n' "${n##* }" "${l##*/}" ;; esac
    done
  }
done
if [ -r "$r/proc/self/mountinfo" ]; then
  echo mounts
  awk '{
    k = 7
    while (k < NF && $k != "-") k++
    s = $(k + 2)
    if (($3 !~ /^0:/ || s ~ /^\/dev\//) && !seen[$3 " " s]++) print " " $3 " " s " " $5
  }' "$r/proc/self/mountinfo"
fi
if [ -r "$r/proc/swaps" ]; then
  echo swaps
  while read -r n _; do
    case $n in /*) printf ' %s\n' "$n" ;; esac
  done <"$r/proc/swaps"
fi
if [ -f "$r/etc/fstab" ]; then
  echo fstab
  while read -r n p _ || [ -n "$n" ]; do
    case $n in /dev/*) printf ' %s %s\n' "$n" "$p" ;; esac
  done <"$r/etc/fstab"
fi
echo 'done'

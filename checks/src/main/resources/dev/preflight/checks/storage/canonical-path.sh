# shellcheck shell=sh disable=SC2034,SC2154 # r is set, and M is read, by the probes that this text stands before
escaped() { # as the kernel writes a path in mountinfo
  case $1 in
  *' '* | *'	'* | *\\*) E=$(printf '%s\n' "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/	/\\011/g') ;;
  *) E=$1 ;;
  esac
}
# canonical PATH: without links, into E; the last name may be that of a file, or of a directory that may not be entered.
canonical() {
  last=''
  cd -P "$r$1/" 2>/dev/null || {
    last=/${1##*/}
    [ ! -h "$r$1" ] && cd -P "$r${1%/*}/" 2>/dev/null || return 1
  }
  E=${PWD%/}$last
  [ -z "$r" ] || { cd -P "$r/" && E=${E#"${PWD%/}"}; }
  escaped "$E"
}
# mount_of PATH: the last of the deepest mounts above a path as canonical leaves it: number, mount point, type, source,
# options of the mount and of the file system, into M.
mount_of() {
  M=$(at=${1%/}/ awk '{
    m = $5; sub(/\/$/, "", m)
    if (index(ENVIRON["at"], m "/") == 1 && length(m) >= best) {
      best = length(m); k = 7
      while (k < NF && $k != "-") k++
      l = $3 " " $5 " " $(k + 1) " " $(k + 2) " " $6 " " $(k + 3)
    }
  } END { print l }' "$r/proc/self/mountinfo")
}

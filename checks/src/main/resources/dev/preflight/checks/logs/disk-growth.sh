# How fast file systems fill: their room at the begin, the middle and the end of a time, and at the end what is large
# among logs, and what is deleted and still held open. Each question to a file system is asked by itself under a limit,
# and none is asked of one that lies on another machine.
r=${PROBE_ROOT-}
limited() { # limited SECONDS COMMAND...
  s=$1
  shift
  "$@" &
  k=$!
  (sleep "$s" && kill -9 "$k") >/dev/null 2>&1 &
  w=$!
  wait "$k"
  c=$?
  kill -9 "$w" 2>/dev/null
  return "$c"
} 2>/dev/null
# type PATH: the type of its mount, from /proc, without access to the mount itself.
type() {
  at=$1/ awk 'BEGIN { path = ENVIRON["at"] } {
    at = $2; sub(/\/$/, "", at)
    if (index(path, at "/") == 1 && length(at) >= best) { best = length(at); kind = $3 }
  } END { print kind }' "$r/proc/self/mounts"
}
elsewhere() { # elsewhere PATH: whether it lies on another machine; sets kind
  kind=$(type "$1")
  case $kind in nfs* | cifs | smb3 | smbfs | ceph | glusterfs | fuse.* | autofs | 9p | lustre) ;; *) return 1 ;; esac
}
# there PATH: whether it is a directory; a mount that does not answer holds up even this question.
there() {
  limited 5 test -d "$r$1"
  case $? in
  0) return 0 ;;
  137) printf '%s\n' "timeout $1" ;;
  *)
    # What is behind a directory that may not be entered is not known to be absent.
    d=${1%/*}
    while [ -n "$d" ] && [ ! -e "$r$d" ]; do case $d in */*) d=${d%/*} ;; *) d= ;; esac; done
    [ -x "$r$d/" ] || printf '%s\n' "denied $1"
    ;;
  esac
  return 1
}
root=''
[ ! -f "$r/etc/docker/daemon.json" ] || root=$(sed -n 's/.*"data-root"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' "$r/etc/docker/daemon.json" 2>/dev/null | head -n 1)
# What the daemon is started with counts before its file, which it may not contradict (dockerd(8)).
find_dockerd
if [ -n "$DAEMON" ]; then
  option data-root g
  root=${V:-$root}
fi
root=${root:-/var/lib/docker}
failed=''
if [ -n "$UNSURE" ]; then
  failed="process $UNSURE may be a dockerd with a place of its own"
elif ! path "$root"; then
  failed='its data-root is no absolute path' root=/var/lib/docker
fi
n=0
for p in / /var /var/log "$root" /var/lib/containerd "$@"; do
  if elsewhere "$p"; then
    printf '%s\n' "elsewhere $kind $p"
  elif o=$(there "$p"); then
    n=$((n + 1)) && set -- "$@" "$p"
  elif [ -n "$o" ]; then
    printf '%s\n' "$o"
  fi
done
# Of the arguments only those stay that are there, which stand last.
shift $(($# - n))
look() {
  read -r up _ <"$r/proc/uptime"
  printf '%s\n' "sample $up"
  for p; do
    for what in k i; do
      o=$(LC_ALL=C limited 5 df "-P$what" "$r$p" 2>&1)
      case $? in
      0) printf '%s\n' "$o" | tail -n 1 | while IFS= read -r l; do printf '%s\n' "$what $p|$l"; done ;;
      137) printf '%s\n' "timeout $p" && break ;;
      # busybox may be built without inodes, and some file systems count none.
      *) [ "$what" = i ] || printf 'failed %s|%s\n' "$p" "$(printf '%s' "$o" | tail -n 1)" ;;
      esac
    done
  done
}
half=$((${PARAM_SECONDS:-60} / 2))
[ "$half" -ge 1 ] || half=1
look "$@"
[ -z "$failed" ] || printf 'failed data-root|%s\n' "$failed"
sleep "$half"
look "$@"
sleep "$((${PARAM_SECONDS:-60} - half))"
look "$@"
set --
for p in /var/log "$root/containers" "$root/overlay2" /var/lib/containerd; do
  elsewhere "$p" && continue
  if o=$(there "$p"); then
    if [ -r "$r$p" ] && [ -x "$r$p" ]; then set -- "$@" "$r$p"; else printf '%s\n' "denied $p"; fi
  else
    case $o in 'timeout '*) echo 'slow logs' ;; ?*) printf '%s\n' "$o" ;; esac
  fi
done
# Sizes over 100 MiB, in blocks of 512 bytes: busybox has no other unit. -H, for /var/log may be a link.
if [ "$#" -gt 0 ]; then
  o=$(LC_ALL=C limited 30 nice -n 10 find -H "$@" -xdev -type f -size +204800 -name '*.log*' -exec ls -ln {} + 2>/dev/null)
  [ "$?" -ne 137 ] || echo 'slow logs'
  printf '%s\n' "$o" | awk '$1 ~ /^-/ { s = $5; f = $0; sub(/^[^\/]*/, "", f); print "log " s " " f }' | sort -k2,2rn | head -n 20
fi
if [ "$(id -u)" = 0 ]; then
  # Shared memory shows as a deleted file, but is not one.
  # shellcheck disable=SC2012 # what a link in /proc leads to has no other name
  # Each directory is listed under a line with its path. What a link leads to may hold a newline, and look like one.
  held=$(LC_ALL=C ls -l "$r"/proc/[0-9]*/fd 2>/dev/null | at=$r/proc/ awk '
    index($0, ENVIRON["at"]) == 1 && /\/[0-9]+\/fd:$/ { dir = substr($0, 1, length($0) - 1); next }
    / \(deleted\)$/ && !/-> \/(memfd:|dev\/|SYSV|run\/|i915)/ {
      n = $0; sub(/ -> .*/, "", n); sub(/.* /, "", n)
      if (n ~ /^[0-9]+$/ && dir != "") print dir "/" n
    }')
  [ -z "$held" ] || {
    set -f
    # shellcheck disable=SC2086
    LC_ALL=C limited 10 ls -lLin $held 2>/dev/null
    [ "$?" -ne 137 ] || echo slow
  } | awk '$2 ~ /^-/ && !($1 in seen) { seen[$1] = 1; sum += $6; n++ } $1 == "slow" { print "slow deleted" }
  END { if (n) printf "deleted %d %.0f\n", n, sum }'
else
  echo 'denied /proc'
fi
echo 'done'

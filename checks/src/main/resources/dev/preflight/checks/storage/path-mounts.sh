# How paths are mounted now and at the next boot, and who gets to them. An argument is a path, or the name of a user. Of
# each path, or of the nearest directory above it that is there: the mount that it lies under, the last where several
# are; of XFS whether directories have types. Of all: the mounts that fstab and units name. With users: who they are,
# and the modes of the directories on the way. Headings begin a line; what was read has a space before it.
r=${PROBE_ROOT-}
users=
for a in "$@"; do case $a in /*) ;; *) users=1 ;; esac done
[ -r "$r/proc/self/mountinfo" ] || { echo unreadable && echo 'done' && exit; }
seen=:
way() { # way PATH: modes of the directories that it has, from the root on, each once
  w=${1%/}/ v=
  while [ -n "$w" ]; do
    v=$v${w%%/*}/ w=${w#*/}
    case $seen in *":$v:"*) continue ;; esac
    seen=$seen$v:
    l=$(LC_ALL=C ls -ldn -- "$r$v" 2>/dev/null) || continue
    set -f
    # shellcheck disable=SC2086 # mode, links, user, group
    set -- $l
    set +f
    case $1 in d*) printf 'dir %s\n %s %s %s\n' "$v" "$1" "$3" "$4" ;; esac
  done
}
format() { # format MOUNT: of XFS
  case $1 in *\\*) return ;; esac
  find_tool xfs_info || { echo ' xfs no-tool' && return; }
  "$T" "$r$1" 2>/dev/null | while IFS= read -r l; do
    case $l in *ftype=*) printf ' xfs %s\n' "$l" ;; esac
  done
}
path() {
  p=$1
  while :; do case $p in */) p=${p%/} ;; *) break ;; esac; done
  q=$p
  escaped "$p"
  printf 'path %s\n asked %s\n' "$1" "${E:-/}"
  [ ! -h "$r$p" ] || echo ' link'
  while [ ! -e "$r${p:-/}" ]; do
    [ ! -h "$r$p" ] || break
    p=${p%/*}
  done
  if [ ! -e "$r${p:-/}" ]; then
    echo ' dangling'
  elif [ "$p" != "$q" ] && [ -d "$r$p/" ] && [ ! -x "$r$p/" ]; then
    echo ' denied'
  elif canonical "$p"; then
    at=${E:-/}
    escaped "${q#"$p"}"
    printf ' at %s\n' "$at"
    [ -z "$E" ] || printf ' below %s\n' "$E"
    [ -d "$r${p:-/}" ] || echo ' file'
    mount_of "$at"
    m=$M
    printf ' mount %s\n' "$m"
    case $m in *' /'*' xfs '*) m=${m#* } && format "${m%% *}" ;; esac
    [ -z "$users" ] || {
      way "$p"
      case $at in *\\*) ;; *) way "$at" ;; esac
    }
  else
    echo ' denied'
  fi
}
for a in "$@"; do
  case $a in
  /*) path "$a" ;;
  *)
    printf 'user %s\n' "$a"
    u=$(id -u -- "$a" 2>/dev/null) && g=$(id -G -- "$a" 2>/dev/null) && printf ' ids %s %s\n' "$u" "$g"
    ;;
  esac
done
n=0
[ ! -f "$r/etc/fstab" ] || while read -r d m t o _ || [ -n "$d" ]; do
  n=$((n + 1))
  case $d in '#'* | '') ;; *) case $m in /*) printf 'fstab %s %s %s %s %s\n' "$n" "$d" "$m" "${t:-auto}" "${o:-defaults}" ;; esac ;; esac
done <"$r/etc/fstab"
[ ! -d "$r/run/systemd/system" ] || for d in /etc /run /usr/local/lib /usr/lib /lib; do
  [ "$d" != /lib ] || [ ! -h "$r/lib" ] || continue
  for f in "$r$d"/systemd/system/*.mount; do
    [ -f "$f" ] || continue
    printf 'unit %s\n' "${f#"$r"}"
    while IFS='= ' read -r k v; do
      case $k in Where | What | Type | Options) printf ' %s %s\n' "$k" "$v" ;; esac
    done <"$f"
    for w in "$r"/etc/systemd/system/*.wants "$r"/etc/systemd/system/*.requires "$r$d"/systemd/system/*.wants; do
      if [ -h "$w/${f##*/}" ] || [ -e "$w/${f##*/}" ]; then
        echo ' wanted'
        break
      fi
    done
  done
done
echo 'done'

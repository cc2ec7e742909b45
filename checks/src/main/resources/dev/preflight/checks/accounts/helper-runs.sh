# Whether helpers can be run by the user of this probe: each is run in a harmless way, and everything on the way to it is looked at.
# A name is searched by hand, because a shell does not tell of a file that it may not run. Headings begin a line; what
# was read stands under them behind a space.
tool() {
  for x in /usr/bin /bin /usr/sbin /sbin; do
    [ -x "$x/$1" ] && t=$x/$1 && return
  done
  t=$1
  return 1
}
closed() { # the topmost directory on the way to a file that may not be entered, in c
  c='' w=${1%/*}
  while [ -n "$w" ]; do
    [ -d "$w" ] && [ ! -x "$w" ] && c=$w
    case $w in */*) w=${w%/*} ;; *) w='' ;; esac
  done
  [ -n "$c" ]
}
search() { # sets p
  case $1 in */*) p=$1 && return ;; esac
  p=$(
    set -f
    IFS=:
    there='' perhaps=''
    for e in ${PATH-}; do
      # An empty one is the directory that we stand in; so is a dot, and a dash is no option.
      case $e in /*) ;; *) e=./$e ;; esac
      [ -f "$e/$1" ] && [ -x "$e/$1" ] && printf '%s\n' "$e/$1" && exit
      # There and not to be run, or a link that leads nowhere or where one may not look.
      if [ -f "$e/$1" ] || [ -h "$e/$1" ]; then
        [ -n "$there" ] || there=$e/$1
      # Perhaps behind a directory that may not be entered, other than a home, which must not be opened for it.
      elif [ -z "$perhaps" ] && closed "$e/$1"; then
        case $c/ in /root/* | /home/*) ;; *) perhaps=$e/$1 ;; esac
      fi
    done
    printf '%s\n' "${there:-$perhaps}"
  )
}
chase() { # sets q to the file behind links, as far as one may look
  q=$1
  tool readlink || return
  l=$("$t" -f "$q" 2>/dev/null) && [ -e "$l" ] && q=$l && return
  k=0
  while [ -h "$q" ] && [ "$k" -lt 40 ]; do
    k=$((k + 1))
    l=$("$t" "$q")
    case $l in /*) q=$l ;; *) q=${q%/*}/$l ;; esac
  done
}
denied() { # what an access control list says of it, and who we are
  tool id && printf ' uid %s\n' "$("$t" -u)"
  tool getfacl && "$t" -cnp "$1" 2>/dev/null | while read -r l; do
    case $l in *:*) printf ' acl %s\n' "$l" ;; esac
  done
}
way() { # the file and every directory above it
  w=$1
  while [ -n "$w" ]; do
    tool ls && LC_ALL=C "$t" -ldn "$w" 2>/dev/null | while read -r l; do printf ' ls %s\n' "$l"; done
    [ -d "$w" ] && [ ! -x "$w" ] && printf ' closed %s\n' "$w"
    case $w in */*) w=${w%/*} ;; *) w='' ;; esac
  done
}
mounted() { # the line of the file system that it lies on
  best='' line=''
  while read -r l; do
    at=${l#* }
    at=${at%% *}
    # bash 5.2 takes "${at%/}"/* for a pattern that matches nothing where at is "/".
    m=${at%/}
    case $1/ in
    "$m"/*) [ "${#at}" -ge "${#best}" ] && best=$at line=$l ;;
    esac
  done <"${PROBE_ROOT-}/proc/self/mounts"
  [ -n "$line" ] && printf ' mount %s\n' "$line"
}
tool id && printf '%s\n' "user $("$t" -un)"
for n in "$@"; do
  printf '%s\n' "helper $n"
  search "$n"
  [ -n "$p" ] || continue
  printf ' found %s\n' "$p"
  chase "$p"
  printf ' real %s\n' "$q"
  way "$p"
  [ "$q" = "$p" ] || way "$q"
  mounted "$q"
  if closed "$q" || closed "$p"; then
    denied "$c"
  elif [ -h "$p" ] && [ ! -e "$q" ]; then
    printf ' dangling %s\n' "$q"
  elif [ -f "$q" ] && [ ! -x "$q" ]; then
    echo ' not-executable'
    denied "$q"
  fi
  if [ "${n##*/}" = jq ]; then
    o=$(printf '{"a":[1,2]}' | "$p" -r '.a|length' 2>&1)
  else
    o=$("$p" --version 2>&1 </dev/null)
  fi
  printf '%s\n' " rc=$?"
  tool head && printf '%s\n' "$o" | "$t" -n 3 | while read -r l; do printf ' said %s\n' "$l"; done
  [ "${n##*/}" = jq ] && o=$("$p" --version 2>/dev/null </dev/null) && printf ' version %s\n' "$o" | "$t" -n 1
  if [ -x "${PROBE_ROOT-}/usr/bin/dpkg-query" ]; then
    for f in "$q" "${q#/usr}" "$p"; do
      # Of dpkg-query it is a pattern, unless it is a plain path.
      case $f in *[*?[\\]*) continue ;; /*) ;; *) continue ;; esac
      o=$(/usr/bin/dpkg-query -S "$f" 2>/dev/null) && printf ' package %s\n' "${o%%:*}" && break
    done
  elif [ -x "${PROBE_ROOT-}/usr/bin/rpm" ]; then
    o=$(/usr/bin/rpm -qf --qf '%{NAME}' -- "$q" 2>/dev/null) && printf ' package %s\n' "$o"
  fi
done
exit 0

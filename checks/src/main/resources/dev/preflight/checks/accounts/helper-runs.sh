# Whether helpers can be run by the user of this probe: each is run in a harmless way, and everything on the way to it is looked at.
# A name is searched by hand, because a shell does not tell of a file that it may not run. Headings begin a line; what
# was read stands under them behind a space.
nl='
'
# A directory in it may have a name of two lines: then nothing that is found by it can be told in one.
case ${PATH-} in
*"$nl"*)
  echo 'PATH has more than one line' >&2
  exit
  ;;
esac
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
  there='' perhaps='' rest=${PATH-}
  while [ -n "$rest" ]; do
    e=${rest%%:*}
    case $rest in *:*) rest=${rest#*:} ;; *) rest='' ;; esac
    # An empty one is the directory that we stand in; so is a dot, and a dash is no option.
    case $e in /*) ;; *) e=./$e ;; esac
    p=$e/$1
    [ -f "$p" ] && [ -x "$p" ] && return
    # There and not to be run, or a link that leads nowhere or where one may not look.
    if [ -f "$p" ] || [ -h "$p" ]; then
      [ -n "$there" ] || there=$p
    # Perhaps behind a directory that may not be entered, other than a home, which must not be opened for it.
    elif [ -z "$perhaps" ] && closed "$p"; then
      case $c/ in /root/* | /home/*) ;; *) perhaps=$p ;; esac
    fi
  done
  p=${there:-$perhaps}
}
chase() { # sets q to the file behind links, as far as one may look
  q=$1
  # Most have no link on their way: then it is itself.
  case $q/ in
  //* | *//* | */./* | */../*) ;;
  /*)
    w=$q
    while [ -n "$w" ] && [ ! -h "$w" ] && [ -e "$w" ]; do w=${w%/*}; done
    [ -n "$w" ] || return 0
    ;;
  esac
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
way() { # each file, and every directory above it
  k=$#
  for w; do
    while [ -n "$w" ]; do
      set -- "$@" "$w"
      case $w in */*) w=${w%/*} ;; *) w='' ;; esac
    done
  done
  shift "$k"
  tool ls
  # ls lists in an order of its own, and in columns.
  o=$(LC_ALL=C "$t" -ldn "$@" 2>/dev/null)
  o=$nl$o$nl
  for w; do
    # Where a link leads stands at the end of its line, as the name of a file does that is none.
    x=$o
    if [ -h "$w" ]; then k=' -> '; else k=$nl; fi
    while l=${x%%" $w$k"*} && case $l in "$x") false ;; *' ->') ;; *) false ;; esac do x=${x#"$l "}; done
    if [ "$l" != "$x" ]; then
      k=${x#"$l"}
      v=
      set -f
      for x in ${l##*"$nl"}; do v="$v${v:+ }$x"; done
      set +f
      printf ' ls %s\n' "$v${k%%"$nl"*}"
    fi
    [ -d "$w" ] && [ ! -x "$w" ] && printf ' closed %s\n' "$w"
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
runs() { # how a harmless call of the program p ends, and the beginning of what it says
  if [ "${n##*/}" = jq ]; then
    o=$("$p" -rn '{"a":[1,2]}|.a|length' 2>&1 </dev/null)
  else
    o=$("$p" --version 2>&1 </dev/null)
  fi
  printf '%s\n' " rc=$?"
  # A shell takes seconds to cut a line of 64 KB.
  [ "${#o}" -le 4096 ] || o=$(printf '%.4096s' "$o")
  o=$o$nl
  for k in 1 2 3; do
    [ -n "$o" ] || break
    l=${o%%"$nl"*}
    o=${o#*"$nl"}
    l=${l#"${l%%[! 	]*}"}
    printf ' said %s\n' "${l%"${l##*[! 	]}"}"
  done
  if [ "${n##*/}" = jq ]; then
    o=$("$p" --version 2>/dev/null </dev/null) && printf ' version %s\n' "${o%%"$nl"*}"
  fi
}
package() { # which one brought it
  if [ -x "${PROBE_ROOT-}/usr/bin/dpkg-query" ]; then
    set --
    for f in "$q" "${q#/usr}" "$p"; do
      # Of dpkg-query it is a pattern, unless it is a plain path.
      case $f in *[*?[\\]*) ;; /*) set -- "$@" "$f" ;; esac
    done
    [ $# -gt 0 ] || return 0
    o=$(/usr/bin/dpkg-query -S "$@" 2>/dev/null)
    [ -z "$o" ] || printf ' package %s\n' "${o%%:*}"
  elif [ -x "${PROBE_ROOT-}/usr/bin/rpm" ]; then
    o=$(/usr/bin/rpm -qf --qf '%{NAME}' -- "$q" 2>/dev/null) && printf ' package %s\n' "$o"
  fi
}
tool id && printf '%s\n' "user $("$t" -un)"
for n; do
  printf '%s\n' "helper $n"
  search "$n"
  [ -n "$p" ] || continue
  chase "$p"
  case $p$q in *"$nl"*) echo ' name-of-two-lines' && continue ;; esac
  printf ' found %s\n' "$p"
  printf ' real %s\n' "$q"
  if [ "$q" = "$p" ]; then way "$p"; else way "$p" "$q"; fi
  mounted "$q"
  if closed "$q" || closed "$p"; then
    denied "$c"
  elif [ -h "$p" ] && [ ! -e "$q" ]; then
    printf ' dangling %s\n' "$q"
  elif [ -f "$q" ] && [ ! -x "$q" ]; then
    echo ' not-executable'
    denied "$q"
  fi
  runs
  package
done
:

# Whether helpers can be run by whoever asks: each is run in a harmless way, and everything on the way to it is looked at.
# A name is searched by hand, because a shell does not tell of a file that it may not run. Headings begin a line; what
# was read stands under them behind a space.
tool() {
  for x in /usr/bin /bin /usr/sbin /sbin; do
    [ -x "$x/$1" ] && t=$x/$1 && return
  done
  t=$1
  return 1
}
search() { # sets p
  case $1 in */*) p=$1 && return ;; esac
  p=$(
    set -f
    IFS=:
    closed=''
    for e in ${PATH-}; do
      # An empty one is the directory that we stand in; so is a dot, and a dash is no option.
      case $e in /*) ;; *) e=./$e ;; esac
      [ -f "$e/$1" ] && [ -x "$e/$1" ] && printf '%s\n' "$e/$1" && exit
      # There and not to be run, or perhaps there behind a directory that may not be entered.
      [ -z "$closed" ] && { [ -f "$e/$1" ] || { [ -d "$e" ] && [ ! -x "$e" ]; }; } && closed=$e/$1
    done
    printf '%s\n' "$closed"
  )
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
  q=$p
  tool readlink && q=$("$t" -f "$p")
  [ -n "$q" ] || q=$p
  printf ' real %s\n' "$q"
  way "$p"
  [ "$q" = "$p" ] || way "$q"
  mounted "$q"
  [ -f "$q" ] && [ ! -x "$q" ] && echo ' not-executable'
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

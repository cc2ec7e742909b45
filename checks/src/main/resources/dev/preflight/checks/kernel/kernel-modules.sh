# The modules of the kernel that the arguments name, and whether the paths among them exist: what is loaded, built in or a
# file of the running kernel, what modprobe would do, what modprobe.d and the command line say, and what is loaded at boot.
r=${PROBE_ROOT-}
nl='
'
# The kernel takes a dash in the name of a module for an underscore.
underscores() {
  while case $a in *-*) ;; *) false ;; esac do a=${a%%-*}_${a#*-}; done
}
w=' '
for a; do
  case $a in
  /*) if [ -e "$r$a" ]; then printf '%s\n' "feature $a"; fi ;;
  *)
    [ ${#a} -le 64 ] || continue
    underscores
    case $a in '' | *[!A-Za-z0-9_]*) ;; *) w=$w$a' ' ;; esac
    ;;
  esac
done
v=
read -r v <"$r/proc/sys/kernel/osrelease"
case $v in '' | *[!A-Za-z0-9._+~-]*) v=unknown ;; esac
t=
for d in "$r/lib/modules/$v" "$r/usr/lib/modules/$v"; do
  [ ! -f "$d/modules.dep" ] || { t=$d && break; }
done
if [ -z "$t" ]; then
  printf '%s\n' "no-tree $v"
elif [ ! -r "$t/modules.dep" ]; then
  printf '%s\n' "unreadable ${t#"$r"}/modules.dep"
fi
for f in modules_disabled modprobe; do
  # A number is read whole, or not at all.
  if [ -f "$r/proc/sys/kernel/$f" ] && x=$(cat "$r/proc/sys/kernel/$f"); then printf '%s\n' "$f $x"; fi
done
known=' '
if [ -r "$r/proc/modules" ]; then
  while read -r n x; do
    case $w in *" $n "*) printf '%s\n' "loaded $n" && known="$known$n " ;; esac
  done <"$r/proc/modules"
fi
for n in $w; do
  # Only what was loaded from a file has a state.
  if [ -e "$r/sys/module/$n/initstate" ]; then
    case $known in *" $n "*) ;; *) printf '%s\n' "loaded $n" && known="$known$n " ;; esac
  elif [ -d "$r/sys/module/$n" ]; then
    printf '%s\n' "builtin $n" && known="$known$n "
  fi
done
if [ -n "$t" ]; then
  set -- "$t/modules.dep"
  [ ! -f "$t/modules.builtin" ] || set -- "$@" "$t/modules.builtin"
  # One process for both lists: the names of files, whatever they are compressed by.
  # shellcheck disable=SC2016 # awk's
  files=$(w=$w awk 'BEGIN { n = split(ENVIRON["w"], a, " "); for (i = 1; i <= n; i++) want[a[i]] = 1 }
    { p = $1; sub(/:$/, "", p); b = p; sub(/.*\//, "", b); sub(/\.ko(\.[a-z0-9]+)?$/, "", b); gsub(/-/, "_", b)
      if (b in want) print (FILENAME ~ /builtin$/ ? "builtin " : "file ") b }' "$@" 2>/dev/null)
  [ -z "$files" ] || printf '%s\n' "$files"
fi
m=
for d in /usr/sbin /sbin /usr/bin /bin; do
  # That of busybox may know no dry run.
  if [ -z "$m" ] && [ -x "$r$d/modprobe" ]; then
    case $(readlink -- "$r$d/modprobe") in *busybox*) ;; *) m=$r$d/modprobe ;; esac
  fi
done
for n in $w; do
  case $known in *" $n "*) continue ;; esac
  case "
$files
" in *"
file $n
"*) ;; *) continue ;; esac
  [ -n "$m" ] || continue
  # A dry run: its words, for its status is 0 also where nothing would be loaded.
  x=$("$m" -n -v -- "$n" 2>/dev/null)
  printf '%s\n' "dry $n"
  [ -z "$x" ] || indent "$x"
done
for f in "$r"/etc/modprobe.d/*.conf "$r"/run/modprobe.d/*.conf "$r"/usr/local/lib/modprobe.d/*.conf "$r"/usr/lib/modprobe.d/*.conf "$r"/lib/modprobe.d/*.conf; do
  { [ -f "$f" ] && [ -r "$f" ]; } || continue
  i=0
  while read -r k a x || [ -n "$k" ]; do
    i=$((i + 1))
    case $k in install | blacklist) ;; *) continue ;; esac
    # The kernel's names have 55 characters at most (MODULE_NAME_LEN), and shells take long to cut a long one.
    [ ${#a} -le 64 ] || continue
    underscores
    case $w in *" $a "*) printf '%s\n' "rule $k $a ${f#"$r"}:$i $x" ;; esac
  done <"$f"
done
for f in "$r"/etc/modules "$r"/etc/modules-load.d/*.conf "$r"/run/modules-load.d/*.conf "$r"/usr/local/lib/modules-load.d/*.conf "$r"/usr/lib/modules-load.d/*.conf "$r"/lib/modules-load.d/*.conf; do
  [ -e "$f" ] || continue
  printf '%s\n' "boot ${f#"$r"}"
  { [ -f "$f" ] && [ -r "$f" ]; } || continue
  while read -r a x || [ -n "$a" ]; do
    [ ${#a} -le 64 ] || continue
    underscores
    case $w in *" $a "*) printf ' %s\n' "$a" ;; esac
  done <"$f"
done
{ read -r l <"$r/proc/cmdline" || [ -n "$l" ]; } 2>/dev/null && {
  set -f
  for k in $l; do case $k in module_blacklist=* | modules-load=* | modules_load=*) printf '%s\n' "cmdline $k" ;; esac done
  set +f
}
set --
for n in $w; do
  for f in "$r/sys/module/$n"/parameters/*; do [ ! -r "$f" ] || set -- "$@" "$f"; done
done
echo parameters
x=
[ $# = 0 ] || x=$(grep -H '' -- "$@" 2>/dev/null)
IFS=$nl
set -f
for l in $x; do printf ' %s\n' "${l#"$r/sys/module/"}"; done
unset IFS
set +f
echo 'done'

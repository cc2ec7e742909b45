# Room of the file system that holds a path, or that will hold it once it is made: statfs(2) of the nearest directory
# that is there, the mount that it lies under, and the deepest mount point above the path that fstab or a unit has, if
# nothing is mounted there now.
r=${PROBE_ROOT-} p=/${PARAM_PATH#/}
while :; do case $p in */) p=${p%/} ;; *) break ;; esac; done
escaped "$p"
q=$p asked=$E want='' from=''
wanted() {
  m=${1%/}
  case $asked/ in "$m"/*) [ "${#m}" -le "${#want}" ] || want=$m from=$2 ;; esac
}
[ ! -f "$r/etc/fstab" ] || while read -r d m _ || [ -n "$d" ]; do
  case $d in '#'*) ;; *) wanted "$m" fstab ;; esac
done <"$r/etc/fstab"
for f in "$r"/etc/systemd/system/*.mount "$r"/run/systemd/system/*.mount; do
  [ ! -f "$f" ] || while IFS='= ' read -r k v; do [ "$k" != Where ] || wanted "$v" unit; done <"$f"
done
while [ ! -e "$r${p:-/}" ]; do
  [ ! -h "$r$p" ] || break
  p=${p%/*}
done
# What is behind a link to nothing, or in a directory that may not be entered, is not known to be absent.
if [ ! -e "$r${p:-/}" ]; then
  echo dangling
elif [ "$p" != "$q" ] && [ -d "$r$p/" ] && [ ! -x "$r$p/" ]; then
  echo denied
elif ! command -v stat >/dev/null; then
  echo no-tool
elif canonical "$p"; then
  at=$E
  stat -f -c 'room %S %b %f %a %c %d' "$r${p:-/}"
  case $want in *\\* | '') E=$want ;; *) canonical "$want" || E=$want ;; esac
  at=$at/ want=$E awk '{
    m = $5; sub(/\/$/, "", m)
    if (m == ENVIRON["want"]) there = 1
    if (index(ENVIRON["at"], m "/") == 1 && length(m) >= best) {
      best = length(m); k = 7
      while (k < NF && $k != "-") k++
      l = $3 " " $5 " " $(k + 1) " " $(k + 2); o = "," $6 "," $(k + 3) ","
    }
  }
  END {
    if (o ~ /,ro,/) l = l " read-only"
    if (o ~ /,(usr|grp)(quota|jquota=[^,]*),/) l = l " quota"
    if (l != "") print "mount " l
    if (!there && ENVIRON["want"] != "") print "absent"
  }' "$r/proc/self/mountinfo"
  [ -z "$want" ] || printf 'wanted %s %s\n' "$from" "$want"
else
  echo denied
fi
echo 'done'

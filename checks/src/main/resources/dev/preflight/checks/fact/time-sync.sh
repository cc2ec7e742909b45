# Which service keeps the time, whether it reports that the clock is synchronised, and the time zone. Headings begin a line; what
# a tool said stands under its own behind a space.
r=${PROBE_ROOT-}
# asked HEADING COMMAND...: what it said and its status.
asked() {
  h=$1
  shift
  o=$("$@" 2>&1)
  printf '%s\n' "$h $?"
  [ "${#o}" -le 16384 ] || o=$(printf '%s\n' "$o" | head -c 16384)
  indent "$o"
}
# contained FILE: whether the process of this cgroup file runs in a container.
contained() {
  while read -r l; do
    case $l in *docker* | *kubepods* | *libpod* | *crio* | *containerd* | *lxc*) return 0 ;; esac
  done 2>/dev/null <"$1"
  return 1
}
one=''
{ read -r one <"$r/proc/1/comm"; } 2>/dev/null
[ -n "$one" ] || echo hidden-proc
inside=1
contained "$r/proc/1/cgroup" || inside=''
chrony='' ntp=''
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  busybox | chronyd | ntpd | ntpsec | systemd-timesyn | phc2sys | vmtoolsd | VBoxService) ;;
  *) continue ;;
  esac
  # What a person has called so keeps no time.
  of_service "${p##*/}" || continue
  if [ "$n" = busybox ]; then
    # Which of its programs: read does not see the zeros between arguments.
    l=''
    { IFS= read -r l <"$p/cmdline"; } 2>/dev/null
    case $l in busyboxntpd* | */busyboxntpd*) n=ntpd ;; *) continue ;; esac
  fi
  # A container's own service is seen from its host.
  if [ -z "$inside" ] && contained "$p/cgroup"; then continue; fi
  printf '%s\n' "process $n"
  case $n in chronyd) chrony=1 ;; ntpd | ntpsec) ntp=1 ;; esac
done
[ -z "$chrony" ] || ! find_tool chronyc || asked chronyc "$T" -n tracking
[ -z "$ntp" ] || ! find_tool ntpq || asked ntpq "$T" -n -c 'timeout 2000' -c peers
if [ -d "$r/run/systemd/system" ] && find_tool timedatectl; then
  asked timedatectl "$T"
elif find_tool busybox; then
  asked adjtimex "$T" adjtimex
fi
if l=$(readlink "$r/etc/localtime"); then
  printf '%s\n' "zone ${l##*zoneinfo/}"
elif [ -e "$r/etc/localtime" ]; then
  echo zone-file
fi
printf '%s\n' "offset $(TZ=:/etc/localtime date +%z)"

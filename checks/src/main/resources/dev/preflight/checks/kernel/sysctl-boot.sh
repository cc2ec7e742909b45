# What sets the asked settings of the kernel at the next boot: of each file that is applied then its name, and those of its
# lines that name an asked setting or have a pattern in its place, with their numbers; what sets them later; and which
# modules are loaded or built in. Lines are chosen by the last part of a name here, and matched by the reader.
r=${PROBE_ROOT-}
w=' '
all=
bridge=
for k; do
  k=${k##*[./]}
  case $k in
  *[*?[]*) all=1 ;;
  ip_forward) w="${w}ip_forward forwarding " ;;
  forwarding) w="${w}forwarding ip_forward " ;;
  bridge-nf-* | nf_conntrack*) w=$w$k' ' bridge=1 ;;
  *) w=$w$k' ' ;;
  esac
done
# Heading and file: assignments as sysctl.d(5) has them.
settings() {
  [ -f "$2" ] || {
    # A link to /dev/null hides files of this name.
    [ ! -e "$2" ] && [ ! -h "$2" ] || printf '%s\n' "$1 ${2#"$r"}"
    return 0
  }
  [ -r "$2" ] || {
    printf '%s\n' "unreadable ${2#"$r"}"
    return 0
  }
  printf '%s\n' "$1 ${2#"$r"}"
  n=0
  while read -r l || [ -n "$l" ]; do
    n=$((n + 1))
    case $l in '' | '#'* | ';'* | '['*) continue ;; esac
    # Names are short, and shells take minutes to cut a line of 64 KB.
    k=$l
    [ ${#l} -le 512 ] || k=$(printf '%.512s' "$l")
    k=${k%%[= 	]*}
    k=${k#-}
    k=${k##*[./]}
    case $k in *[*?[]*) ;; *) case $w in *" $k "*) ;; *) [ -n "$all" ] || continue ;; esac ;; esac
    printf ' %s %s\n' "$n" "$l"
  done <"$2"
}
# Heading and file: lines of a script, or of a unit, in which the last part of an asked name stands.
mentions() {
  { [ -f "$2" ] && [ -r "$2" ]; } || return 0
  printf '%s\n' "$1 ${2#"$r"}"
  n=0
  while read -r l || [ -n "$l" ]; do
    n=$((n + 1))
    case $l in '' | '#'*) continue ;; esac
    [ ${#l} -le 4096 ] || continue
    for k in $w; do
      case $l in *"$k"*) printf ' %s %s\n' "$n" "$l" && break ;; esac
    done
  done <"$2"
}
if [ -d "$r/run/systemd/system" ]; then
  echo 'init systemd'
  u=etc/systemd/system/systemd-sysctl.service
  # Masked: a link to /dev/null.
  [ ! -h "$r/$u" ] || [ -f "$r/$u" ] || echo 'never systemd-sysctl.service'
elif [ -d "$r/run/openrc" ]; then
  b=
  for f in "$r"/usr/local/sbin/sysctl "$r"/usr/local/bin/sysctl "$r"/usr/sbin/sysctl "$r"/usr/bin/sysctl "$r"/sbin/sysctl "$r"/bin/sysctl; do
    [ -e "$f" ] || [ -h "$f" ] || continue
    b=$(readlink -- "$f")
    break
  done
  case $b in *busybox*) echo 'init busybox' ;; *) echo 'init procps' ;; esac
  [ -e "$r/etc/runlevels/boot/sysctl" ] || [ -e "$r/etc/runlevels/sysinit/sysctl" ] || [ -e "$r/etc/runlevels/default/sysctl" ] ||
    echo 'never /etc/init.d/sysctl'
else
  echo 'init other'
fi
echo cmdline
{ read -r l <"$r/proc/cmdline" || [ -n "$l" ]; } 2>/dev/null && {
  set -f
  for k in $l; do case $k in sysctl[./]*=*) printf ' %s\n' "${k#sysctl?}" ;; esac done
  set +f
}
read -r v <"$r/proc/sys/kernel/osrelease"
case $v in '' | *[!A-Za-z0-9._+~-]*) ;; *) settings first "$r/boot/sysctl.conf-$v" ;; esac
for d in etc run usr/local/lib usr/lib lib; do
  [ "$d" != lib ] || [ ! -h "$r/lib" ] || continue
  for f in "$r/$d"/sysctl.d/*.conf; do settings file "$f"; done
  [ -r "$r/$d/sysctl.d" ] || [ ! -d "$r/$d/sysctl.d" ] || printf '%s\n' "unreadable /$d/sysctl.d"
done
settings conf "$r/etc/sysctl.conf"
if [ -f "$r/etc/tuned/active_profile" ]; then
  tuned_files settings tuned
  [ ! -f "$r/etc/tuned/tuned-main.conf" ] || while IFS=' 	=' read -r k v; do
    case $k in reapply_sysctl) printf '%s\n' "reapply $v" ;; esac
  done <"$r/etc/tuned/tuned-main.conf"
fi
for f in "$r"/etc/rc.local "$r"/etc/rc.d/rc.local "$r"/etc/init.d/boot.local "$r"/etc/local.d/*.start; do
  # One that is a link to another has been read as that.
  [ ! -x "$f" ] || [ -h "$f" ] || mentions script "$f"
done
[ ! -e "$r/run/docker.pid" ] || echo dockerd
if [ -n "$bridge" ]; then
  for f in "$r"/etc/modules "$r"/etc/modules-load.d/*.conf "$r"/run/modules-load.d/*.conf "$r"/usr/lib/modules-load.d/*.conf; do
    { [ -f "$f" ] && [ -r "$f" ]; } || continue
    while read -r l _; do
      case $l in br_netfilter | nf_conntrack) printf '%s\n' "loaded $l" ;; esac
    done <"$f"
  done
  for m in br_netfilter nf_conntrack; do
    # Only what was loaded from a file has a state.
    [ ! -d "$r/sys/module/$m" ] || [ -e "$r/sys/module/$m/initstate" ] || printf '%s\n' "loaded $m"
  done
  # A rule of udev applies the settings again as soon as the module is there (sysctl.d(5), examples).
  ! grep -qs 'systemd-sysctl.*prefix=/net/bridge' "$r"/etc/udev/rules.d/*.rules "$r"/usr/lib/udev/rules.d/*.rules || echo 'loaded br_netfilter'
fi
echo 'done'

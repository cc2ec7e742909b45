# What would start swap at the next boot: lines of fstab(5), units that are enabled (systemd.swap(5)), zram-generator, a
# partition of GPT that systemd-gpt-auto-generator(8) takes, services of zram and of swap files.
r=${PROBE_ROOT-} E=/etc/systemd/system NL='
'
i=other
[ ! -d "$r/run/openrc" ] || i=openrc
[ ! -d "$r/run/systemd/system" ] || i=systemd
printf '%s\n' "init $i"
if [ -f "$r/etc/fstab" ] && [ ! -r "$r/etc/fstab" ]; then
  echo 'unreadable /etc/fstab'
elif [ -f "$r/etc/fstab" ]; then
  echo fstab
  n=0
  while read -r s _ t o _ || [ -n "$s" ]; do
    n=$((n + 1))
    case $s:$t in '#'*) ;; *:swap) printf ' %s\n' "$n ${o:-defaults} $s" ;; esac
  done <"$r/etc/fstab"
fi
for f in "$r"/etc/runlevels/*/swap; do
  if [ -h "$f" ] || [ -e "$f" ]; then echo runlevel; fi
done
read -r l 2>/dev/null <"$r/proc/cmdline"
set -f
for w in $l; do
  case $w in fstab=* | systemd.swap=* | systemd.gpt_auto=* | systemd.zram=*) printf '%s\n' "cmdline $w" ;; esac
done
set +f
# A unit that is a link to /dev/null, or empty, is masked.
for f in "$r$E"/*.swap "$r$E/swap.target" "$r$E"/*zram*.service "$r$E/dphys-swapfile.service" "$r$E/swapspace.service"; do
  case $f in *"$NL"*) continue ;; esac
  { [ -e "$f" ] && [ ! -s "$f" ]; } && printf '%s\n' "masked ${f##*/}"
done
for d in /etc /usr/lib /lib; do
  d=$d/systemd/system
  for f in "$r$d"/*.wants/*.swap "$r$d"/*.requires/*.swap "$r$d"/*.wants/*zram*.service \
    "$r$d"/*.wants/dphys-swapfile.service "$r$d"/*.wants/swapspace.service; do
    case $f in *"$NL"*) continue ;; esac
    if [ -h "$f" ] || [ -e "$f" ]; then printf '%s\n' "wanted ${f#"$r"}"; fi
  done
done
# generator NAME: whether systemd runs it; the first of these files is what counts.
generator() {
  [ "$i" = systemd ] || return 1
  for d in /etc/systemd /usr/local/lib/systemd /usr/lib/systemd /lib/systemd; do
    f=$r$d/system-generators/$1
    [ -e "$f" ] || continue
    [ -s "$f" ]
    return
  done
  return 1
}
# settings FILE: those of zram-generator.conf(5) that say that a device of it is no swap.
settings() {
  case $1 in *"$NL"*) return ;; esac
  [ -e "$1" ] || return 1
  [ -f "$1" ] || return 0
  [ -r "$1" ] || printf '%s\n' "unreadable ${1#"$r"}"
  printf '%s\n' "zram ${1#"$r"}"
  while read -r l || [ -n "$l" ]; do
    case $l in '[zram'*']' | fs-type* | mount-point*) printf ' %s\n' "$l" ;; esac
  done 2>/dev/null <"$1"
}
if generator zram-generator; then
  for d in /etc /usr/local/lib /usr/lib; do
    settings "$r$d/systemd/zram-generator.conf" && break
  done
  for d in /usr/lib /usr/local/lib /etc; do
    for f in "$r$d"/systemd/zram-generator.conf.d/*.conf; do settings "$f"; done
  done
fi
# Only of the disk that the root file system is on, as far as that can be seen.
root=
while read -r _ _ n _ m _; do
  [ "$m" != / ] || root=$n
done 2>/dev/null <"$r/proc/self/mountinfo"
if generator systemd-gpt-auto-generator; then
  [ -d "$r/run/udev/data" ] || echo 'unreadable /run/udev/data'
  grep -lsxF E:ID_PART_ENTRY_TYPE=0657fd6d-a4ab-43c4-84e5-0933c84b4f4f "$r"/run/udev/data/b[0-9]* | while read -r f; do
    n=${f##*/b} flags=0
    case ${n%%:*}${n#*:} in *[!0-9]*) continue ;; esac
    while read -r l; do
      case $l in E:ID_PART_ENTRY_FLAGS=*) flags=${l#*=} ;; esac
    done 2>/dev/null <"$f"
    p=
    while read -r l; do
      case $l in DEVNAME=*) p=${l#*=} ;; esac
    done 2>/dev/null <"$r/sys/dev/block/$n/uevent"
    case $p in '' | *[!a-z0-9]*) p=$n ;; esac
    b=$r/sys/dev/block/$root same=no
    for d in "$b/.." "$b"/slaves/*/..; do
      [ ! -d "$d/$p" ] || same=yes
    done
    [ -n "$root" ] && [ -d "$b" ] && [ "$same" = no ] || printf '%s\n' "gpt $p $flags"
  done
fi
echo 'done'

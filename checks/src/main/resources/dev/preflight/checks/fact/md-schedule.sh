# When something checks md arrays by itself: tables of cron, timers of systemd with their drop-ins, and the switches of
# the distributions. Each file's lines stand under its path behind a space, without comments.
r=${PROBE_ROOT-}
show() { # HEADING FILE
  printf '%s %s\n' "$1" "${2#"$r"}"
  while IFS= read -r l || [ -n "$l" ]; do
    case $l in '' | [#\;]*) ;; *) printf ' %s\n' "$l" ;; esac
  done <"$2"
}
look() { # HEADING FILE: if there is one
  [ -e "$2" ] || return 1
  if [ -f "$2" ] && [ -r "$2" ]; then show "$1" "$2"; else printf 'unreadable %s\n' "${2#"$r"}"; fi
}
[ ! -d "$r/run/systemd/system" ] || echo systemd
look cron "$r/etc/cron.d/raid-check"
look cron "$r/etc/cron.d/mdadm"
look switch "$r/etc/sysconfig/raid-check"
look switch "$r/etc/default/mdadm"
for t in raid-check.timer mdcheck_start.timer; do
  for d in /etc/systemd/system /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
    # A link to /dev/null masks it.
    if [ -L "$r$d/$t" ] && [ ! -f "$r$d/$t" ]; then echo "masked $t" && break; fi
    look "timer $t" "$r$d/$t" && break
  done
  for f in "$r/etc/systemd/system/$t.d"/*.conf "$r/run/systemd/system/$t.d"/*.conf "$r/usr/lib/systemd/system/$t.d"/*.conf; do
    look "timer $t" "$f"
  done
  for d in "$r"/etc/systemd/system/*.wants "$r"/run/systemd/system/*.wants "$r"/usr/lib/systemd/system/*.wants; do
    if [ -L "$d/$t" ]; then echo "enabled $t" && break; fi
  done
done
echo 'done'

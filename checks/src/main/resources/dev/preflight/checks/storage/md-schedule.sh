# When something checks md arrays by itself: tables of cron, timers of systemd with their drop-ins, and the switches of
# the distributions. What decides of each file stands under its path behind a space.
r=${PROBE_ROOT-}
# show HEADING FILE: of a table the lines that are no settings, of the others the settings that decide; what else a file
# sets may be anything, and does not travel.
show() {
  printf '%s %s\n' "$1" "${2#"$r"}"
  while IFS= read -r l || [ -n "$l" ]; do
    k=${l#"${l%%[![:space:]]*}"}
    k=${k%%=*}
    k=${k%"${k##*[![:space:]]}"}
    case $1:$l in
    *: | *:[#\;]*) continue ;;
    cron:*=*) case $k in *[!A-Za-z_]*) ;; *) continue ;; esac ;;
    cron:*) ;;
    *) case $k in ENABLED | AUTOCHECK | OnCalendar | RandomizedDelaySec | AccuracySec) ;; *) continue ;; esac ;;
    esac
    printf ' %s\n' "$l"
  done <"$2"
}
look() { # HEADING FILE: if there is one
  [ -e "$2" ] || return 1
  case $2 in *"
"*) return 1 ;; esac
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
    if [ -L "$r$d/$t" ] && [ ! -f "$r$d/$t" ]; then printf '%s\n' "masked $t" && break; fi
    look "timer $t" "$r$d/$t" && break
  done
  for f in "$r/etc/systemd/system/$t.d"/*.conf "$r/run/systemd/system/$t.d"/*.conf "$r/usr/lib/systemd/system/$t.d"/*.conf; do
    look "timer $t" "$f"
  done
  for d in "$r"/etc/systemd/system/*.wants "$r"/run/systemd/system/*.wants "$r"/usr/lib/systemd/system/*.wants; do
    if [ -L "$d/$t" ]; then printf '%s\n' "enabled $t" && break; fi
  done
done
echo 'done'

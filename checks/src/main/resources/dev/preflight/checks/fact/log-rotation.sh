# Who rotates log files here, when it last did, and what bounds the journal. Headings begin a line; what was read stands
# under them behind a space.
r=${PROBE_ROOT-}
show() { sed 's/^/ /' && echo; }
find_tool() { # sets t
  for d in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    t=$r$d/$1
    [ -x "$t" ] && [ -f "$t" ] && return 0
  done
  t=''
  return 1
}
echo "uid $(id -u)"
# The last answer of a pipe under a limit of its own is lost with the probe; none of these waits for anything.
if [ -d "$r/run/systemd/system" ]; then
  echo systemd
  if find_tool systemctl; then
    echo "enabled $("$t" is-enabled logrotate.timer 2>&1 | head -n 1)"
    echo "active $("$t" is-active logrotate.timer 2>&1 | head -n 1)"
  fi
fi
for f in etc/cron.daily/logrotate etc/periodic/daily/logrotate; do
  [ -f "$r/$f" ] || continue
  x=no
  [ -x "$r/$f" ] && x=yes
  echo "cron-script $x /$f" && head -c 4096 "$r/$f" 2>/dev/null | show
done
[ "$(id -u)" = 0 ] || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  cron | crond | rsyslogd | syslog-ng | busybox | syslogd)
    # Of the programs of this name only busybox's rotates its own file.
    case $n:$(readlink "$r/sbin/syslogd") in syslogd:*busybox) n=busybox-syslogd ;; esac
    echo "process $n" && tr '\0' ' ' 2>/dev/null <"$p/cmdline" | head -c 512 | show
    ;;
  esac
done
for f in messages syslog auth.log secure kern.log daemon.log user.log maillog mail.log cron; do
  [ -f "$r/var/log/$f" ] && [ -s "$r/var/log/$f" ] && echo "file /var/log/$f"
done
echo "now $(date +%s)"
for f in lib/logrotate/logrotate.status lib/logrotate/status lib/misc/logrotate.status lib/logrotate.status; do
  [ -e "$r/var/$f" ] || continue
  # The directory may be closed to us while the file is there: then there is no time, and that is said.
  echo "status $(date -r "$r/var/$f" +%s 2>/dev/null) /var/$f"
done
for d in "$r/var/lib/logrotate" "$r/var/lib/misc"; do
  [ -d "$d" ] && [ ! -x "$d" ] && echo "unreadable ${d#"$r"}"
done
c=$r/etc/logrotate.conf
if find_tool logrotate; then
  echo "logrotate ${t#"$r"}"
  for f in "$c" "$r"/etc/logrotate.d/*; do
    [ -f "$f" ] || continue
    [ -r "$f" ] || { echo "unreadable ${f#"$r"}" && continue; }
    echo "rules ${f#"$r"}"
    # What a script between postrotate and endscript names is no log.
    head -c 32768 "$f" | sed -n -e '/^[[:space:]]*prerotate/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*postrotate/,/^[[:space:]]*endscript/d' -e '/^[[:space:]]*firstaction/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*lastaction/,/^[[:space:]]*endscript/d' -e '/^[[:space:]]*preremove/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*["'\''/]/p' | show
  done
  if [ "$(id -u)" = 0 ] && [ -f "$c" ]; then
    # -d changes nothing, the state file neither: logrotate(8).
    o=$("$t" -d "$c" 2>&1)
    echo "dry-run $?"
    printf '%s\n' "$o" | grep -E '^(error: |rotating pattern: |"?/)' | head -c 65536 | show
  fi
fi
for f in "$r/etc/systemd/journald.conf" "$r"/etc/systemd/journald.conf.d/*.conf "$r"/run/systemd/journald.conf.d/*.conf \
  "$r"/usr/lib/systemd/journald.conf.d/*.conf "$r"/lib/systemd/journald.conf.d/*.conf; do
  [ -f "$f" ] || continue
  [ -r "$f" ] || { echo "unreadable ${f#"$r"}" && continue; }
  echo "journald ${f#"$r"}" && grep -E '^[[:space:]]*(Storage|SystemMaxUse)[[:space:]]*=' "$f" | head -n 20 | show
done
if [ -d "$r/var/log/journal" ]; then
  echo "journal $(du -sk "$r/var/log/journal" 2>/dev/null | sed -n 's/^\([0-9]*\).*/\1/p') $(df -Pk "$r/var/log/journal" 2>/dev/null |
    awk 'NR == 2 { print $2 }')"
fi
exit 0

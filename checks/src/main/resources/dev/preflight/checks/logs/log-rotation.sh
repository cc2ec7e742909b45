# What rotates log files, when it last ran, and what limits the journal. Headings begin a line; what was read stands
# under them behind a space.
r=${PROBE_ROOT-}
show() { sed 's/^/ /' && echo; }
printf '%s\n' "uid $(id -u)"
# The last answer of a pipe under a limit of its own is lost with the probe; none of these waits for anything.
if [ -d "$r/run/systemd/system" ]; then
  echo systemd
  if find_tool systemctl; then
    printf '%s\n' "enabled $("$T" is-enabled logrotate.timer 2>&1 | head -n 1)"
    printf '%s\n' "active $("$T" is-active logrotate.timer 2>&1 | head -n 1)"
    # How the last run since boot ended: systemctl(1).
    printf '%s\n' service && "$T" show -p LoadState -p Result -p ExecMainStatus logrotate.service 2>/dev/null | head -n 5 | show
  fi
fi
for f in etc/cron.daily/logrotate etc/periodic/daily/logrotate; do
  [ -f "$r/$f" ] || continue
  x=no
  [ -x "$r/$f" ] && x=yes
  printf '%s\n' "cron-script $x /$f"
  # By this Debian's script leaves the work to the timer.
  head -c 65536 "$r/$f" 2>/dev/null | grep -oF -m 1 /run/systemd/system | show
done
[ "$(id -u)" = 0 ] || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  cron | crond | rsyslogd | syslog-ng)
    # What a person has called so runs nothing at night.
    of_service "${p##*/}" && printf '%s\n' "process $n"
    ;;
  busybox | syslogd)
    of_service "${p##*/}" || continue
    # Of the programs of this name only busybox's rotates its own file.
    case $n:$(readlink "$r/sbin/syslogd") in syslogd:*busybox) n=busybox-syslogd ;; esac
    # Which of busybox's programs it is, and from which size on it rotates; whatever else it was told does not travel.
    printf '%s\n' "process $n" && words "${p##*/}" | sed -n -e '1,2{s#^.*/##;/^busybox$/p;/^crond$/p;/^syslogd$/p;}' \
      -e '/^-s$/{N;s/\n/ /;}' -e '/^-s *[0-9]\{1,9\}$/p' | tr '\n' ' ' | show
    ;;
  esac
done
for f in messages syslog auth.log secure kern.log daemon.log user.log maillog mail.log cron; do
  [ -f "$r/var/log/$f" ] && [ -s "$r/var/log/$f" ] && printf '%s\n' "file /var/log/$f"
done
printf '%s\n' "now $(date +%s)"
for f in lib/logrotate/logrotate.status lib/logrotate/status lib/misc/logrotate.status lib/logrotate.status; do
  [ -e "$r/var/$f" ] || continue
  # The directory may not be readable though the file exists: then there is no time, and this is reported.
  printf '%s\n' "status $(date -r "$r/var/$f" +%s 2>/dev/null) /var/$f"
done
# alert SOURCE TIME: that a run by cron failed, and when in seconds; without seconds where this date(1) cannot read the time.
alert() {
  case $2 in '' | *[!A-Za-z0-9\ ,:.+-]*) return ;; esac
  printf '%s\n' "alert $(date -d "$2" +%s 2>/dev/null) $1"
}
# By this the cron scripts of Debian and EL tell syslog, and run-parts those who read root's mail.
for f in syslog messages user.log daemon.log cron; do
  { [ -f "$r/var/log/$f" ] && [ -r "$r/var/log/$f" ]; } || continue
  alert "/var/log/$f" "$(tail -c 2097152 "$r/var/log/$f" | grep -E 'logrotate(\[[0-9]+\])?: ALERT exited abnormally with ' | tail -n 1 |
    sed -n -e 's/^\([A-Z][a-z][a-z]  *[0-9]\{1,2\} [0-9:]\{8\}\) .*/\1/p' -e 's/^\([0-9]\{4\}-[0-9-]\{5\}T[0-9:.+-]*Z\{0,1\}\) .*/\1/p')"
done
for f in mail/root spool/mail/root; do
  { [ -f "$r/var/$f" ] && [ -r "$r/var/$f" ]; } || continue
  alert "/var/$f" "$(tail -c 1048576 "$r/var/$f" | awk '
    /^Date: / { date = substr($0, 7) }
    /cron\.daily\/logrotate exited with return code [0-9]/ { last = date }
    END { print last }')"
done
for d in "$r/var/lib/logrotate" "$r/var/lib/misc"; do
  [ -d "$d" ] && [ ! -x "$d" ] && printf '%s\n' "unreadable ${d#"$r"}"
done
c=$r/etc/logrotate.conf
if find_tool logrotate; then
  printf '%s\n' "logrotate ${T#"$r"}"
  for f in "$c" "$r"/etc/logrotate.d/*; do
    [ -f "$f" ] || continue
    case $f in *"$NL"*) continue ;; esac
    # Mode and owner, by which logrotate ignores a file.
    printf '%s\n' "rule-file $(stat -c '%a %u %g' -- "$f" 2>/dev/null) ${f#"$r"}"
    [ -r "$f" ] || { printf '%s\n' "unreadable ${f#"$r"}" && continue; }
    printf '%s\n' "rules ${f#"$r"}"
    # What a script between postrotate and endscript names is no log.
    head -c 32768 "$f" | sed -n -e '/^[[:space:]]*prerotate/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*postrotate/,/^[[:space:]]*endscript/d' -e '/^[[:space:]]*firstaction/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*lastaction/,/^[[:space:]]*endscript/d' -e '/^[[:space:]]*preremove/,/^[[:space:]]*endscript/d' \
      -e '/^[[:space:]]*["'\''/]/s/^/ /p'
    echo
  done
  if [ "$(id -u)" = 0 ] && [ -f "$c" ]; then
    # -d changes nothing, the state file neither: logrotate(8).
    o=$("$T" -d "$c" 2>&1)
    printf '%s\n' "dry-run $?"
    printf '%s\n' "$o" | grep -E '^(error: |rotating pattern: |"?/|Ignoring )' | head -c 65536 | show
    # As whom it would rotate which logs, where that is not root; and who may write to where these lie.
    printf '%s\n' "$o" | awk '
      /^switching euid / {
        user = ""
        for (i = 1; i < NF; i++) if ($i == "to") { if (user == "") user = $(i + 1); else group = $(i + 1) }
      }
      /^considering log \// && user ~ /^[0-9]+$/ && user != "0" {
        log_dir = substr($0, index($0, "/"))
        sub(/\/[^\/]*$/, "", log_dir)
        line = user " " group " " log_dir
        if (log_dir != "" && !seen[line]++) print line
      }' | head -n 200 | while IFS=' ' read -r u g d; do
      case $u$g in *[!0-9]*) continue ;; esac
      { path "$d" && [ -d "$d" ]; } || continue
      a=no
      case $(ls -ld -- "$d" 2>/dev/null) in ??????????+*) a=yes ;; esac
      printf '%s\n' "su $u $g $(stat -c '%u %g %a' -- "$d" 2>/dev/null) $a $d"
    done
  fi
fi
for f in "$r/etc/systemd/journald.conf" "$r"/etc/systemd/journald.conf.d/*.conf "$r"/run/systemd/journald.conf.d/*.conf \
  "$r"/usr/lib/systemd/journald.conf.d/*.conf "$r"/lib/systemd/journald.conf.d/*.conf; do
  [ -f "$f" ] || continue
  [ -r "$f" ] || { printf '%s\n' "unreadable ${f#"$r"}" && continue; }
  printf '%s\n' "journald ${f#"$r"}" && grep -E '^[[:space:]]*(Storage|SystemMaxUse)[[:space:]]*=' "$f" | head -n 20 | show
done
if [ -d "$r/var/log/journal" ]; then
  printf '%s\n' "journal $(du -skx "$r/var/log/journal" 2>/dev/null | sed -n 's/^\([0-9]*\).*/\1/p') $(df -Pk "$r/var/log/journal" 2>/dev/null |
    awk 'NR == 2 { print $2 }')"
fi
echo 'done'

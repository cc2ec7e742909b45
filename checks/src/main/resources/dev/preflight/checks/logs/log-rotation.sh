# What rotates log files, when it last ran, and what limits the journal. Headings begin a line; what was read stands
# under them behind a space.
r=${PROBE_ROOT-}
# first_line TEXT: o is its first line.
first_line() { o=${1%%"$NL"*}; }
# by_systemd: what systemd says of the timer. Its answers are short, and none of these waits for anything.
by_systemd() {
  first_line "$("$T" is-enabled logrotate.timer 2>&1)"
  printf '%s\n' "enabled $o"
  first_line "$("$T" is-active logrotate.timer 2>&1)"
  # How the last run since boot ended: systemctl(1).
  printf '%s\n' "active $o" service
  indent "$("$T" show -p LoadState -p Result -p ExecMainStatus logrotate.service 2>/dev/null)"
}
# busybox_words PID: which of busybox's programs it is, and from which size on it rotates; whatever else it was told does
# not travel.
busybox_words() {
  # The kernel gives 6 MB at most (MAX_ARG_STRLEN and _STK_LIM of execve(2)), of which awk keeps a line.
  tr '\0\n' '\n\001' 2>/dev/null <"$r/proc/$1/cmdline" | awk '
    $0 == "" { next }
    ++k <= 2 {
      w = $0
      sub(/.*\//, "", w)
      if (w == "busybox" || w == "crond" || w == "syslogd") v = v w " "
    }
    # The size may be a word of its own.
    apart { $0 = "-s " $0; apart = 0 }
    $0 == "-s" { apart = 1 }
    /^-s *[0-9]+$/ {
      n = $0
      sub(/^-s */, "", n)
      if (length(n) <= 9) v = v $0 " "
    }
    END { if (v != "") print " " v }'
}
# service_seen PROCESS NAME
service_seen() {
  case $2 in
  cron | crond | rsyslogd | syslog-ng)
    # What a person has called so runs nothing at night.
    of_service "$1" && printf '%s\n' "process $2"
    ;;
  busybox | syslogd)
    of_service "$1" || return 0
    l=$2
    # Of the programs of this name only busybox's rotates its own file.
    [ "$l" = busybox ] || case $(readlink "$r/sbin/syslogd") in *busybox) l=busybox-syslogd ;; esac
    printf '%s\n' "process $l"
    busybox_words "$1"
    ;;
  esac
}
# states FILE...: k is permissions, owner, group and time of each file that stat(1) was asked for, empty if it is not known.
# Those below /var/lib come first.
states() {
  heads=$NL
  IFS=$NL
  set -f
  for l in $listed; do
    case $l in *" $r/var/lib/"*) heads=$heads$l$NL ;; *) break ;; esac
  done
  unset IFS
  set +f
  for f; do
    k=${heads%%" $f$NL"*}
    if [ "$k" = "$heads" ]; then k=; else k=${k##*"$NL"}; fi
    last_run "$f"
  done
}
# rule_file FILE MODE: mode and owner, by which logrotate ignores a file.
rule_file() {
  printf '%s\n' "rule-file $2 ${1#"$r"}"
  if [ -r "$1" ]; then keep "$1"; else printf '%s\n' "unreadable ${1#"$r"}"; fi
}
# rule_files FILE...: they are listed in this order, and those that are gone are not. One pass, for there may be thousands.
rule_files() {
  IFS=$NL
  set -f
  for l in $listed; do
    case $l in *" $r/var/lib/"*) continue ;; esac
    while [ $# -gt 0 ] && [ "${l#* * * * }" != "$1" ]; do
      rule_file "$1" ''
      shift
    done
    [ $# -gt 0 ] || break
    l=${l%" $1"}
    rule_file "$1" "${l% *}"
    shift
  done
  unset IFS
  set +f
  for f; do rule_file "$f" ''; done
}
# last_run FILE: when it was written. Where the directory may not be read though the file exists there is no time, and
# this is reported.
last_run() {
  if [ -h "$1" ] || [ -z "$k" ]; then k=$(date -r "$1" +%s 2>/dev/null); fi
  printf '%s\n' "status ${k##* } ${1#"$r"}"
}
# alert SOURCE TIME: that a run by cron failed, and when in seconds; without seconds where this date(1) cannot read the time.
alert() {
  case $2 in '' | *[!A-Za-z0-9\ ,:.+-]*) return ;; esac
  printf '%s\n' "alert $(date -d "$2" +%s 2>/dev/null) $1"
}
# alerts: by this the cron scripts of Debian and EL tell syslog, and run-parts those who read root's mail. Of
# several files tail(1) names each before its end, once and in order.
alerts() {
  set --
  for f in log/syslog log/messages log/user.log log/daemon.log log/cron mail/root spool/mail/root; do
    f=$r/var/$f
    if [ -f "$f" ] && [ -r "$f" ]; then set -- "$@" "$f"; fi
  done
  [ $# -gt 0 ] || return 0
  # Most hosts have none, and to know that is cheaper than to ask for it.
  tail -c 2097152 -- /dev/null "$@" 2>/dev/null |
    grep -qE 'logrotate(\[[0-9]+\])?: ALERT exited abnormally with |cron\.daily/logrotate exited with return code [0-9]'
  [ "$?" != 1 ] || return 0
  v=$(tail -c 2097152 -- /dev/null "$@" 2>/dev/null | awk '
    function told() { if (last != "") print last "\t" name; last = date = "" }
    BEGIN { for (i = 1; i < ARGC; i++) file[i] = ARGV[i]; files = ARGC; ARGC = 1; at = 1 }
    /^==> .* <==$/ {
      for (i = at; i < files; i++) if ($0 == "==> " file[i] " <==") { told(); name = file[i]; at = i + 1; next }
    }
    name ~ /\/mail\/root$/ {
      if (/^Date: /) date = substr($0, 7, 100)
      if (/cron\.daily\/logrotate exited with return code [0-9]/) last = date
      next
    }
    /logrotate(\[[0-9]+\])?: ALERT exited abnormally with / {
      last = ""
      if (match($0, /^[A-Z][a-z][a-z] +[0-9][0-9]? [0-9:][0-9:][0-9:][0-9:][0-9:][0-9:][0-9:][0-9:] /) ||
        match($0, /^[0-9][0-9][0-9][0-9]-[0-9-][0-9-][0-9-][0-9-][0-9-]T[0-9:.+-]*Z? /)) last = substr($0, 1, RLENGTH - 1)
    }
    END { told() }' "$@")$NL
  while [ -n "${v%"$NL"}" ]; do
    l=${v%%"$NL"*}
    v=${v#*"$NL"}
    o=${l##*"	"}
    alert "${o#"$r"}" "${l%"	"*}"
  done
}
# settings FILE...: where each file of rules names logs, and how each of the journal limits it. Of several files head(1)
# names each before its beginning, once and in order.
settings() {
  [ $# -gt 0 ] || return 0
  head -c 65536 /dev/null "$@" 2>/dev/null | r=$r awk '
    BEGIN { for (i = 1; i < ARGC; i++) file[i] = ARGV[i]; files = ARGC; ARGC = 1; at = 1 }
    /^==> .* <==$/ {
      for (i = at; i < files; i++) if ($0 == "==> " file[i] " <==") {
        name = substr(file[i], length(ENVIRON["r"]) + 1)
        rules = name !~ /\/journald\.conf/
        print (rules ? "rules " : "journald ") name
        at = i + 1
        script = said = 0
        next
      }
    }
    !rules {
      if (/^[ \t]*(Storage|SystemMaxUse)[ \t]*=/ && said++ < 20) print " " $0
      next
    }
    # What a script between postrotate and endscript names is no log.
    script { if (/^[ \t]*endscript/) script = 0; next }
    /^[ \t]*(prerotate|postrotate|firstaction|lastaction|preremove)/ { script = 1; next }
    /^[ \t]*["\047\/]/ { print " " $0 }' "$@" || printf 'unreadable %s\n' /etc/logrotate.d
}
# dry_run: what logrotate would do. -d changes nothing, the state file neither: logrotate(8).
dry_run() {
  v=$("$logrotate" -d "$c" 2>&1)
  printf '%s\n' "dry-run $?"
  printf '%s\n' "$v" | awk '
    /^(error: |rotating pattern: |"?\/|Ignoring )/ && (sent += length($0) + 1) <= 65536 { print " " $0 }'
  # As whom it would rotate which logs, where that is not root; and who may write to where these lie.
  case $v in
  *'switching euid '*' to '[1-9]*)
    printf '%s\n' "$v" | awk '
      /^switching euid / {
        user = ""
        for (i = 1; i < NF; i++) if ($i == "to") { if (user == "") user = $(i + 1); else group = $(i + 1) }
      }
      /^considering log \// && user ~ /^[0-9]+$/ && user != "0" {
        log_dir = substr($0, index($0, "/"))
        sub(/\/[^\/]*$/, "", log_dir)
        line = user " " group " " log_dir
        if (log_dir != "" && !seen[line]++ && told++ < 200) print line
      }' | while IFS=' ' read -r u g d; do
      case $u$g in *[!0-9]*) continue ;; esac
      { path "$d" && [ -d "$d" ]; } || continue
      a=no
      case $(ls -ld -- "$d" 2>/dev/null) in ??????????+*) a=yes ;; esac
      printf '%s\n' "su $u $g $(stat -c '%u %g %a' -- "$d" 2>/dev/null) $a $d"
    done
    ;;
  esac
}
# journal_size DIRECTORY: what it takes, and the size of its file system.
journal_size() {
  v=$(du -skx "$1" 2>/dev/null)
  o=$(df -Pk "$1" 2>/dev/null)
  case $o in *"$NL"*) o=${o#*"$NL"} ;; *) o= ;; esac
  set -f
  # shellcheck disable=SC2086 # its words
  set -- ${o%%"$NL"*}
  set +f
  printf '%s\n' "journal ${v%%[!0-9]*} ${2-}"
}
me
printf '%s\n' "uid $ME"
if [ -d "$r/run/systemd/system" ]; then
  echo systemd
  ! find_tool systemctl || by_systemd
fi
for f in etc/cron.daily/logrotate etc/periodic/daily/logrotate; do
  [ -f "$r/$f" ] || continue
  x=no
  [ -x "$r/$f" ] && x=yes
  printf '%s\n' "cron-script $x /$f"
  # By this Debian's script leaves the work to the timer.
  ! mentions "$r/$f" /run/systemd/system || echo ' /run/systemd/system'
done
! hidden || echo hidden-proc
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  service_seen "${p##*/}" "$n"
done
for f in messages syslog auth.log secure kern.log daemon.log user.log maillog mail.log cron; do
  [ -f "$r/var/log/$f" ] && [ -s "$r/var/log/$f" ] && printf '%s\n' "file /var/log/$f"
done
printf '%s\n' "now $(date +%s)"
c=$r/etc/logrotate.conf
logrotate=
! find_tool logrotate || logrotate=$T
set --
for f in lib/logrotate/logrotate.status lib/logrotate/status lib/misc/logrotate.status lib/logrotate.status; do
  [ ! -e "$r/var/$f" ] || set -- "$@" "$r/var/$f"
done
for f in ${logrotate:+"$c" "$r"/etc/logrotate.d/*}; do
  case $f in *"$NL"*) continue ;; esac
  [ ! -f "$f" ] || keep "$f"
done
rules=$KEPT$PART KEPT='' PART=''
IFS=$NL
set -f
listed=''
# shellcheck disable=SC2086 # a line each
[ -z "$*$rules" ] || listed=$(stat -c '%a %u %g %Y %n' -- "$@" $rules 2>/dev/null)
unset IFS
set +f
states "$@"
alerts
for d in "$r/var/lib/logrotate" "$r/var/lib/misc"; do
  [ -d "$d" ] && [ ! -x "$d" ] && printf '%s\n' "unreadable ${d#"$r"}"
done
if [ -n "$logrotate" ]; then
  printf '%s\n' "logrotate ${logrotate#"$r"}"
  IFS=$NL
  set -f
  # shellcheck disable=SC2086 # a line each
  rule_files $rules
  if [ "$ME" = 0 ] && [ -f "$c" ]; then dry_run; fi
fi
for f in "$r/etc/systemd/journald.conf" "$r"/etc/systemd/journald.conf.d/*.conf "$r"/run/systemd/journald.conf.d/*.conf \
  "$r"/usr/lib/systemd/journald.conf.d/*.conf "$r"/lib/systemd/journald.conf.d/*.conf; do
  [ -f "$f" ] || continue
  case $f in *"$NL"*) continue ;; esac
  if [ -r "$f" ]; then keep "$f"; else printf '%s\n' "unreadable ${f#"$r"}"; fi
done
IFS=$NL
set -f
# shellcheck disable=SC2086 # a line each
set -- $KEPT$PART
unset IFS
set +f
settings "$@"
[ ! -d "$r/var/log/journal" ] || journal_size "$r/var/log/journal"
echo 'done'

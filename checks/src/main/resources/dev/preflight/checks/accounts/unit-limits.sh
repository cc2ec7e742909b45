# The limits that systemd gives the services named, and those of services that say nothing: an answer for each, in order.
# With OpenRC: the limits of init, which services inherit, and the lines of its files that change them (openrc-run(8)).
r=${PROBE_ROOT-}
show() {
  { "$T" show -p LoadState -p LimitNOFILE -p LimitNOFILESoft -p LimitNPROC -p LimitNPROCSoft -p LimitMEMLOCK -p LimitMEMLOCKSoft \
    -p LimitSTACK -p LimitSTACKSoft -p LimitCORE -p LimitCORESoft -p LimitAS -p LimitASSoft -p LimitFSIZE -p LimitFSIZESoft \
    -p DefaultLimitNOFILE -p DefaultLimitNOFILESoft -p DefaultLimitNPROC -p DefaultLimitNPROCSoft \
    -p DefaultLimitMEMLOCK -p DefaultLimitMEMLOCKSoft -p DefaultLimitSTACK -p DefaultLimitSTACKSoft \
    -p DefaultLimitCORE -p DefaultLimitCORESoft -p DefaultLimitAS -p DefaultLimitASSoft -p DefaultLimitFSIZE \
    -p DefaultLimitFSIZESoft "$@" 2>&1 || echo failed; } |
    while IFS= read -r l; do
      case $l in LoadState=* | Limit* | DefaultLimit* | Failed* | failed | System*) printf ' %s\n' "$l" ;; esac
    done
}
set_in() { # set_in FILE: its lines about limits
  [ -e "$r$1" ] || [ -h "$r$1" ] || return 0
  if [ ! -f "$r$1" ] || [ ! -r "$r$1" ]; then
    printf ' unreadable %s\n' "$1"
    return
  fi
  grep -niE '^[^#]*ulimit' "$r$1" | head -n 9 | cut -c 1-300 | while IFS= read -r l; do
    printf ' set %s:%s\n' "$1" "$l"
  done
}
if find_tool systemctl; then
  echo manager
  show
  for u; do
    printf '%s\n' "unit $u"
    show -- "$u"
  done
elif [ -e "$r/run/openrc/softlevel" ]; then
  n=$(cat "$r/proc/sys/fs/nr_open" 2>/dev/null)
  printf 'openrc %s\n' "$n"
  while IFS= read -r l; do
    case $l in 'Max '*) printf ' %s\n' "$l" ;; esac
  done 2>/dev/null <"$r/proc/1/limits"
  for f in "$r/etc/rc.conf" "$r"/etc/rc.conf.d/*.conf; do
    case $f in *'
'*) ;; *) set_in "${f#"$r"}" ;; esac
  done
  for u; do
    printf '%s\n' "unit $u"
    u=${u%.service}
    case $u in '' | *[!A-Za-z0-9_.@:-]*) continue ;; esac
    [ ! -e "$r/etc/init.d/$u" ] || echo ' script'
    set_in "/etc/init.d/$u"
    for f in "$r/etc/conf.d/${u%%.*}" "$r/etc/conf.d/${u%%.*}".*; do
      case $f in *'
'*) ;; *) set_in "${f#"$r"}" ;; esac
    done
  done
else
  echo no-systemctl
fi
echo 'done'

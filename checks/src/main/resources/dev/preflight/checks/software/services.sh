# What the services named are and will be at the next boot, in one call: by systemctl(1) "show", which tells a unit that
# does not exist from one that does not run; or by rc-status(8) of OpenRC, which also notices what crashed. The sockets
# that start a service are asked about as well. Headings begin a line; what was read has a space before it.
R=${PROBE_ROOT-}
NEWLINE='
'
show() { # UNIT...: sets O; in the shell itself, which is one process for each call
  # Without systemd as the first process there is nothing to ask: sd_booted(3).
  [ -d "$R/run/systemd/system" ] || {
    echo 'systemd is not the init system here' >&2
    O=failed && return
  }
  O=$("$T" show -p Id -p LoadState -p ActiveState -p UnitFileState -p NeedDaemonReload -p TriggeredBy \
    -p WantedBy -p RequiredBy -- "$@") || O=$O${O:+$NEWLINE}failed
}
# Prints O, of which an empty line between two units is a line too; sets S to the units that start others.
print() {
  S=
  while [ -n "$O" ]; do
    L=${O%%"$NEWLINE"*}
    # Shells take seconds to cut a line of 64 KB.
    if [ ${#L} -le 4096 ]; then O=${O#"$L"} && O=${O#"$NEWLINE"}; else O=$(printf '%s\n' "$O" | sed 1d); fi
    printf ' %s\n' "$L"
    case $L in TriggeredBy=*) S="$S ${L#*=}" ;; esac
  done
}
systemd() {
  show "$@"
  echo units
  print
  set -f
  F=
  for U in $S; do
    case $U in
    -* | *[!A-Za-z0-9:_.@\\-]*) ;;
    *.socket) F="$F $U" ;;
    esac
  done
  # shellcheck disable=SC2086 # names of units, without blanks
  [ -z "$F" ] || { show $F && echo sockets && print; }
  set +f
}
openrc() {
  A=
  for D in "$R"/etc/runlevels/*; do
    case ${D##*/} in *[!A-Za-z0-9_.-]*) ;; *) A="$A ${D##*/}" ;; esac
  done
  O=$("$T" -s) || echo failed
  for U in "$@"; do
    N=${U%.service}
    printf 'service %s\n' "$N"
    Q=$O$NEWLINE
    while [ -n "$Q" ]; do
      L=${Q%%"$NEWLINE"*}
      Q=${Q#*"$NEWLINE"}
      case $L in " $N "*'['*']' | " ${N}["*']') printf ' state %s\n' "${L##*'['}" ;; esac
    done
    for V in $A; do
      [ ! -e "$R/etc/runlevels/$V/$N" ] || printf ' runlevel %s\n' "$V"
    done
  done
}
# sd_booted(3); the file of OpenRC is that of rc_runlevel_get.
if [ ! -d "$R/run/systemd/system" ] && [ -e "$R/run/openrc/softlevel" ]; then
  M=openrc
  find_tool rc-status || M=none
else
  M=systemd
  find_tool systemctl || M=none
fi
printf 'manager %s\nasked\n' "$M"
[ "$#" = 0 ] || printf ' %s\n' "$@"
[ "$M" = none ] || [ "$#" = 0 ] || "$M" "$@"
echo 'done'

# What becomes of a login by ssh from here to each of the other hosts, as a script of this user logs in: without a terminal
# and without a question. Nothing is written here: no known_hosts, no control socket, no ~/.ssh (ssh before 8.5 makes it
# where it looks for settings of the user). Four logins at a time; the list of each host begins behind itself, so that no
# host gets many at once. What hangs behind the connection is ended after 20 s, and 90 s after the start no more are begun.
# Of the messages of ssh -v only counts travel, and what is no step of the protocol. Then the public keys of host and user.
# Arguments: name, address and port of each host (0: the port that ssh takes).
NEWLINE='
'
R=${PROBE_ROOT-}
now() { # T: hundredths of a second since the boot
  T=
  read -r T _ 2>/dev/null <"$R/proc/uptime"
  T=${T%%.*}${T#*.}
  while :; do case $T in 0?*) T=${T#0} ;; *) break ;; esac done
  case $T in '' | *[!0-9]*) T=0 ;; esac
}
steps() {
  awk '
    { sub(/\r$/, "") }
    /^debug1: Offering / { offered++; next }
    /^debug1: Server accepts key/ { accepted++; next }
    /^debug1: Authentication succeeded|^(debug1: )?Authenticated to / { entered++; next }
    /^(debug[123]: |OpenSSH_|Transferred: |Bytes per second: |Authenticated |@+ *@?$)/ { next }
    NF { line[n++ % 6] = substr($0, 1, 240) } # the last: a banner may be long
    END {
      for (i = n > 6 ? n - 6 : 0; i < n; i++) printf " error %s\n", line[i % 6]
      printf " offered %d\n accepted %d\n entered %d\n", offered, accepted, entered
    }'
}
said() { awk 'NF && n++ < 3 { printf " said %s\n", substr($0, 1, 160) }'; }
login() { # ADDRESS PORT
  A=$1 P=$2
  set -- -v -a -x -T -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=5 -o ConnectionAttempts=1
  set -- "$@" -o UpdateHostKeys=no -o CheckHostIP=no -o ControlMaster=no -o ControlPath=none -o ClearAllForwardings=yes
  set -- "$@" -o PermitLocalCommand=no -o NumberOfPasswordPrompts=0
  [ -z "$SETTINGS" ] || set -- "$@" -F "$SETTINGS"
  [ -z "$PARAM_USER" ] || set -- "$@" -l "$PARAM_USER"
  [ "$P" = 0 ] || set -- "$@" -p "$P"
  now
  B=$T
  {
    {
      {
        LC_ALL=C "$SSH" "$@" -- "$A" true </dev/null 3>&- 4>&- &
        P=$!
        (exec >/dev/null 2>&1 3>&- 4>&- && sleep 20 && kill "$P" && sleep 2 && kill -9 "$P") &
        W=$!
        wait "$P"
        S=$?
        kill -9 "$W"
        now
        printf ' status %s\n' "$S" >&4
        [ "$B" = 0 ] || printf ' took %s\n' "$((T - B))" >&4
      } 2>&3 | said >&4 3>&-
    } 3>&1 | steps >&4
  } 4>&1 2>/dev/null
}
host() { # NAME ADDRESS PORT: its answer is printed at once, beside those of others
  [ "$PARAM_PORT" = 0 ] || set -- "$1" "$2" "$PARAM_PORT"
  case $2 in
  '' | -* | *[!A-Za-z0-9._:%-]*) O=' unfit' ;;
  *)
    O=$(login "$2" "$3")
    case $O in
    *exchange_identification*) # Perhaps one of too many at once: MaxStartups of sshd_config(5).
      sleep 3
      O=$(login "$2" "$3")
      ;;
    esac
    ;;
  esac
  printf 'host %s\n address %s\n port %s\n%s\n' "$1" "$2" "$3" "$O"
}
keys() { # HEADING FILE...
  H=$1
  shift
  for F in "$@"; do
    [ ! -f "$F" ] || head -c 4096 "$F" 2>/dev/null | {
      read -r Y K _
      case $Y$K in *[!A-Za-z0-9@.+/=-]*) ;; ?*) printf '%s\n' "$H $Y $K" ;; esac
    }
  done
}
SSH=$(command -v ssh)
case $SSH in /*) V=$("$SSH" -V 2>&1 </dev/null) ;; *) V= ;; esac
case ${PARAM_USER:=} in -* | *[!A-Za-z0-9._@\\\$-]*) V= ;; esac
H=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
H=${H:-$HOME}
SETTINGS=
[ -d "$H/.ssh" ] || SETTINGS=/etc/ssh/ssh_config
[ -z "$SETTINGS" ] || [ -r "$SETTINGS" ] || SETTINGS=/dev/null
now
E=$((T + 9000)) N=0
case $V in
OpenSSH*)
  printf '%s\n' "client ${V%%"$NEWLINE"*}"
  while [ "$#" -gt 2 ]; do
    now
    if [ "$T" -gt "$E" ]; then
      printf 'late %s\n' "$1"
    else
      host "$1" "$2" "$3" &
      N=$((N + 1))
      [ "$((N % 4))" != 0 ] || wait
    fi
    shift 3
  done
  wait
  ;;
*) echo no-tool ;;
esac
keys hostkey "$R"/etc/ssh/ssh_host_*_key.pub
keys userkey "$H"/.ssh/id_*.pub
echo 'done'

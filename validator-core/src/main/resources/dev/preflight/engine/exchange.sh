# shellcheck shell=sh disable=SC2154,SC2153,SC2086,SC2016 # the names come from lane.sh and from the lines before this text
# One host of an exchange. It listens, and says where; it waits for the names of its peers, and sends to each; it waits for
# the word that all have sent, and says what it heard. What comes while it runs comes on standard input: when that ends, so
# does all of this. The listener and the sender bring alarms of their own.
exec 3<&0 </dev/null
# When nobody reads us any more, what was begun still has to be ended.
trap '' PIPE
x_open() { # x_open FRAME
  pf_up
  printf '\n@@%s B %s %s\n' "$N" "$1" "$PF_U"
  printf '\n@@%s B %s\n' "$N" "$1" >&2
}
x_close() { # x_close FRAME STATUS
  pf_up
  printf '\n@@%s R %s\n\n@@%s E %s 0 %s\n' "$N" "$2" "$N" "$1" "$PF_U"
}
x_clean() { # a program without our nonce and without the user's settings
  "$PF_ENV" -i $PF_CLEAN "$@"
}
x_find() { # x_find NAME...: sets T to the first that there is
  for T; do
    case $T in */*) ;; *) pf_tool "$T" && T=$PF_T ;; esac
    if [ -f "$T" ] && [ -x "$T" ]; then return 0; fi
  done
  T=''
  return 1
}
# A language counts if it can do what is asked of it: images come without their libraries.
x_language() {
  for T in python3 /usr/libexec/platform-python python python2; do
    if x_find "$T" && x_clean "$T" -c 'import select, signal, socket, struct' 2>/dev/null; then
      LANGUAGE=python
      return 0
    fi
  done
  if x_find perl && x_clean "$T" -MErrno -MFcntl -MIO::Select -MSocket -e 1 2>/dev/null; then
    LANGUAGE=perl
    return 0
  fi
  LANGUAGE=''
  T=''
  return 1
}
# What stands in for a language: a program that hears all who send to a port, and one that sends. Traditional nc and that of
# busybox hear only the first who sends; ncat refuses -k with -u unless it may run a program for each.
x_netcat() {
  LISTENER='' SENDER=''
  for NAME in nc.openbsd nc netcat; do
    x_find "$NAME" || continue
    x_kind
    if [ -z "$LISTENER" ] && [ "$KIND" = nc-openbsd ]; then LISTENER=$KIND LISTENING=$T; fi
    if [ -z "$SENDER" ] && [ -n "$KIND" ]; then SENDER=$KIND SENDING=$T; fi
  done
  if [ -z "$SENDER" ] && x_find ncat; then SENDER=ncat SENDING=$T; fi
  if x_find socat; then
    [ -n "$LISTENER" ] || LISTENER=socat LISTENING=$T
    [ -n "$SENDER" ] || SENDER=socat SENDING=$T
  fi
  # Some of them do not end by themselves.
  if ! x_find timeout || ! x_clean "$T" 2 "$PF_CAT" </dev/null; then SENDER=''; fi
  if x_find bash && x_clean "$T" -c ': >/dev/udp/127.0.0.1/9' 2>/dev/null; then SENDER=bash SENDING=$T; fi
  # The listener's processes end together, as a group.
  if [ -z "$PF_SETSID" ] || ! x_find tr || ! x_find sed; then LISTENER=''; fi
}
x_kind() { # sets KIND to what sort of nc T is; to nothing if it does not send datagrams
  KIND=''
  case $(x_clean "$T" -h 2>&1 </dev/null) in
  *'OpenBSD netcat'*) KIND=nc-openbsd ;;
  *Ncat*) KIND=ncat ;;
  *'connect to somewhere'*) KIND=nc-traditional ;;
  *BusyBox*-u*) KIND=nc-busybox ;;
  esac
}
x_listen() {
  case $LANGUAGE in
  python) set -- "$T" -c "$PF_LISTEN_PY" ;;
  perl) set -- "$T" -e "$PF_LISTEN_PL" ;;
  *) set -- /bin/sh -c "$PF_LISTEN_SH" listen "$LISTENER" "$LISTENING" ;;
  esac
  printf '%s\n' "tool ${LANGUAGE:-${LISTENER:-none}}"
  if [ -n "$LANGUAGE$LISTENER" ]; then
    exec $PF_SETSID "$PF_ENV" -i $PF_CLEAN "$@" "$PARAM_RUN" "$PARAM_SELF" "$PARAM_CONTROL" "$PARAM_SECONDS" "$PARAM_UDP" "$PARAM_TCP"
  fi
  echo listening
  echo heard
}
x_send() { # x_send PEERS
  X_PEERS=$1
  case $LANGUAGE$SENDER in
  python) set -- "$T" -c "$PF_SEND_PY" ;;
  perl) set -- "$T" -e "$PF_SEND_PL" ;;
  bash) set -- "$SENDING" -c "$PF_SEND_SH" send "$SENDER" "$SENDING" ;;
  *) set -- /bin/sh -c "$PF_SEND_SH" send "$SENDER" "$SENDING" ;;
  esac
  printf '%s\n' "tool ${LANGUAGE:-${SENDER:-none}}"
  if [ -n "$LANGUAGE$SENDER" ]; then
    x_clean "$@" "$PARAM_RUN" "$PARAM_SELF" "$PARAM_CONTROL" "$PARAM_SEND_SECONDS" "$PARAM_UDP" "$PARAM_MTU" "$PARAM_SIZES" "$X_PEERS" || return
  fi
  x_neighbours "$X_PEERS"
  echo sent
}
# Who answers at the peers' addresses, as the kernel has it now that something was sent there; root also asks some of them
# aloud, for the kernel keeps one answer of two.
x_neighbours() { # x_neighbours PEERS
  if x_find ip; then
    # ADDRESS dev DEVICE [lladdr MAC] [router] STATE
    LINES=$(x_clean "$T" neigh show 2>/dev/null | while read -r a _ d more; do
      m=-
      case $more in 'lladdr '*) m=${more#lladdr } m=${m%% *} ;; esac
      x_neighbour "$1" "$a" "$m" "${more##* }" "$d"
    done)
  else
    # ADDRESS TYPE FLAGS MAC MASK DEVICE; flag 2 is a complete entry (arp(7), include/uapi/linux/if_arp.h).
    LINES=$(while read -r a _ f m _ d; do
      case $f in
      0x2 | 0x6) x_neighbour "$1" "$a" "$m" REACHABLE "$d" ;;
      0x0) x_neighbour "$1" "$a" - FAILED "$d" ;;
      esac
    done </proc/net/arp)
  fi
  [ -z "$LINES" ] || printf '%s\n' "$LINES"
  [ "$ROOT" = 0 ] || ! x_find arping || printf '%s\n' "$LINES" | x_aloud
  return 0
}
x_neighbour() { # x_neighbour PEERS ADDRESS MAC STATE DEVICE
  case $1 in
  *" $2 "*)
    printf '%s' "$1" | while read -r _ h a _; do
      [ "$a" != "$2" ] || printf '%s\n' "neigh $h $3 $4 $5 $2"
    done
    ;;
  esac
}
x_aloud() { # the first of the neighbours, all at once; each line of arping(8) names one that answers
  n=0
  while read -r w h _ _ d a && [ "$n" -lt 8 ]; do
    case $w$a in
    *:*) ;;
    neigh*)
      n=$((n + 1))
      x_clean "$T" -c 2 -w 2 -I "$d" "$a" 2>/dev/null | while read -r l; do
        case $l in *' reply from '*'['*']'*) m=${l#*[} && printf '%s\n' "neigh $h ${m%%]*} ANSWER $d $a" ;; esac
      done &
      ;;
    esac
  done
  wait
}
x_main() { # standard input is what the listener says
  PID=''
  x_open 1
  S=1
  while IFS= read -r L; do
    case $L in
    'pid '*) PID=${L#pid } ;;
    listening) S=0 && echo listening && break ;;
    *) printf '%s\n' "$L" ;;
    esac
  done
  x_close 1 "$S"
  PEERS=''
  L=''
  while [ "$L" != go ]; do
    IFS= read -r L <&3 || break
    case $L in 'peer '*) PEERS="$PEERS$L
" ;; esac
  done
  if [ "$L" = go ]; then
    x_open 2
    x_send "$PEERS"
    x_close 2 "$?"
    L=''
    while [ "$L" != end ]; do
      IFS= read -r L <&3 || break
    done
  fi
  if [ "$L" != end ]; then
    [ -z "$PID" ] || ! pf_of "$PID" || pf_stop "$PID" "$PF_BORN"
    return
  fi
  [ -z "$PID" ] || kill -TERM "$PID" 2>/dev/null
  x_open 3
  "$PF_CAT"
  x_close 3 0
}
[ "$("$PF_ID" -u)" = 0 ] && ROOT=1 || ROOT=0
SENDER=''
x_language || x_netcat
{
  printf '%s\n' "root $ROOT"
  x_listen
} 3<&- | x_main

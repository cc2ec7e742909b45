# shellcheck shell=sh disable=SC3025,SC2086 # only bash is asked to open /dev/udp and /dev/tcp; a line is split at its spaces
# Sends to each peer with bash or a kind of nc; for hosts without Python and Perl. What it says is what send.py says; it
# cannot forbid fragments, so it sends no sizes, and it makes no short connections.
# Arguments: bash, nc-openbsd, ncat, nc-traditional, nc-busybox or socat, the program, run, own tag, control port, seconds,
# UDP ports, MTU, sizes, peers ("peer TAG ADDRESS SHAPED TCP SHORT", a line each).
KIND=$1 PROGRAM=$2 RUN=$3 ME=$4 CONTROL=$5 LIMIT=$6 UDP=$7 MTU=$8
shift 9
PEERS=$1
TIMES=3
BURST=400 BURST_TO_ONE=200
SMALL=64
trap '' PIPE
set -f
PAD=................................................................
while [ "${#PAD}" -lt "$MTU" ]; do PAD=$PAD$PAD; done

seconds() {
  read -r up _ </proc/uptime
  up=${up%.*}
}
nap() { sleep "$1" 2>/dev/null || sleep 1; }
word() { # word TEXT: sets WORD to what the kernel said, of which a program says more
  case $1 in
  *[Rr]efused*) WORD=refused ;;
  *unreachable* | *'No route to host'*) WORD=unreachable ;;
  *'not permitted'* | *'ermission denied'*) WORD=denied ;;
  *'too long'* | *'too large'*) WORD=too-long ;;
  *'imed out'* | *TIMEOUT* | *'in progress'*) WORD=timeout ;;
  *[Rr]eset*) WORD=reset ;;
  *) WORD=- ;;
  esac
}
# The last byte ends the line, for tools that print what they get.
datagram() { # datagram NUMBER SIZE
  head="VXP1 $RUN $ME $TAG $1 "
  [ "$1" != v ] || printf '\010\000\000\000\377\376\001\000'
  printf "%s%.$(($2 - ${#head} - 1))s\\n" "$head" "$PAD"
}
# One write is one datagram, and shells write in pieces; what is refused now was told of one that went before. A program
# of its own for each, as two that wait in a pipe would go in one; it stays long enough to be told that one was refused.
# OpenBSD's nc never ends where the kernel forbids it to send.
put() { # put NUMBER SIZE PORT
  if [ "$KIND" = bash ]; then
    datagram "$1" "$2" | dd obs=65536 >&9 2>&8 || datagram "$1" "$2" | dd obs=65536 >&9 2>&8
    return
  fi
  {
    datagram "$1" "$2" | dd obs=65536 2>/dev/null
    nap 0.05
  } | case $KIND in
  nc-openbsd) timeout 2 "$PROGRAM" -u -q 0 "$ADDRESS" "$3" ;;
  nc-traditional) timeout 2 "$PROGRAM" -n -u -q 0 "$ADDRESS" "$3" ;;
  ncat) timeout 2 "$PROGRAM" -u --send-only "$ADDRESS" "$3" ;;
  socat) timeout 2 "$PROGRAM" -u STDIN "UDP:$IN_BRACKETS:$3" ;;
  *) timeout 2 "$PROGRAM" -u -w 1 "$ADDRESS" "$3" ;;
  esac >/dev/null 2>&8
}
burst() { # the shell's own printf is quick, and this is short enough for one piece
  one=$(datagram b "$SMALL")
  while [ "$burst" -lt "$SHARE" ] && { printf '%s\n' "$one" >&9 || printf '%s\n' "$one" >&9; }; do
    burst=$((burst + 1))
    nap 0.005
  done 2>&8
}
feed() { # feed PORT SHAPED: sends all of a port, by bash through file 9; complaints to 8, numbers to standard error
  small=0 full=0 shaped=0 burst=0
  for number in 0 1 2 3; do
    put "$number" "$SMALL" "$1" && small=$((small + 1))
    nap 0.02
    # What cannot send the first takes its time with each.
    if [ "$KIND" != bash ] && [ "$small" = 0 ]; then TIMES=0 && break; fi
  done
  round=0
  while [ "$round" -lt "$TIMES" ]; do
    round=$((round + 1))
    if [ "$FULL" -le "$LARGEST" ]; then
      put f "$FULL" "$1" && full=$((full + 1))
      nap 0.02
    fi
    if [ "$2" = yes ]; then
      put v "$SMALL" "$1" && shaped=$((shaped + 1))
      nap 0.02
    fi
  done
  if [ "$1" = "$CONTROL" ] && [ "$KIND" = bash ]; then burst; fi
  printf '%s\n' "numbers $small $full $shaped $burst" >&2
}
port() { # port PORT SHAPED
  said=$(
    exec 2>&1 8>&2
    if [ "$KIND" = bash ]; then feed "$@" 9<>"/dev/udp/$ADDRESS/$1"; else feed "$@"; fi
  )
  word "$said"
  numbers='0 0 0 0'
  case $said in *'numbers '*) numbers=${said##*numbers } numbers=${numbers%%[!0-9 ]*} ;; esac
  # The program ended too early, and does not say why.
  if [ "$WORD" = - ] && [ "${numbers%% *}" -lt 4 ]; then WORD=other:$KIND; fi
  line="udp $TAG $1 ${numbers% *} $WORD"
  [ "$1" != "$CONTROL" ] || line="$line
burst $TAG ${numbers##* }"
  printf '%s\n' "$line"
}
connect() { # connect PORT: to standard output, what came of it
  case $KIND in
  bash)
    # It has no limit of its own.
    { true 9<>"/dev/tcp/$ADDRESS/$1" && echo CONNECTED; } 2>&1 &
    tries=0
    while [ "$tries" -lt 20 ] && kill -0 "$!" 2>/dev/null; do
      nap 0.1
      tries=$((tries + 1))
    done
    kill -9 "$!" 2>/dev/null && echo TIMEOUT
    ;;
  ncat) "$PROGRAM" --send-only -w 2 "$ADDRESS" "$1" ;;
  socat) "$PROGRAM" -u OPEN:/dev/null "TCP:$IN_BRACKETS:$1,connect-timeout=2" ;;
  nc-traditional) "$PROGRAM" -n -v -z -w 2 "$ADDRESS" "$1" ;;
  *) "$PROGRAM" -v -z -w 2 "$ADDRESS" "$1" ;;
  esac </dev/null 2>&1 && [ "$KIND" != bash ] && echo CONNECTED
}
tcp() { # tcp PORT
  said=$(connect "$1")
  case $said in
  *CONNECTED*) WORD=ok ;;
  *) word "$said" ;;
  esac
  # A program that says nothing reached its limit.
  if [ -z "$said" ]; then WORD=timeout; elif [ "$WORD" = - ]; then WORD=other:$KIND; fi
  printf '%s\n' "tcp $TAG $1 $WORD"
}
peers() { # peers COMMAND: for each, with its names set; 1 if the time is over
  IFS='
'
  for peer in $PEERS; do
    IFS=' '
    each "$1" $peer || return 1
  done
  IFS=' '
}
each() { # each COMMAND peer TAG ADDRESS SHAPED TCP SHORT
  TAG=$3 ADDRESS=$4 SHAPED=$5 TCP=$6
  FULL=$((MTU - 28)) IN_BRACKETS=$ADDRESS
  case $ADDRESS in *:*) FULL=$((MTU - 48)) IN_BRACKETS="[$ADDRESS]" ;; esac
  seconds
  [ "$up" -le "$UNTIL" ] && "$1"
}
name() { printf '%s\n' "to $TAG $ADDRESS"; }
count() { COUNT=$((COUNT + 1)); }
datagrams() {
  for p in $UDP; do
    case ,$SHAPED, in *",$p,"*) allowed=yes ;; *) allowed=no ;; esac
    port "$p" "$allowed" &
    nap 0.1
  done
  # A burst is not to meet another one.
  if [ "$KIND" = bash ]; then port "$CONTROL" no; else port "$CONTROL" no & fi
}
connections() {
  [ "$TCP" != - ] || return 0
  for p in $(printf '%s' "$TCP" | tr , ' '); do
    tcp "$p" &
    nap 0.02
  done
}

# What one reads and sends at once: busybox has 1024 bytes for it.
LARGEST=65507
[ "$KIND" != nc-busybox ] || LARGEST=1000
seconds
UNTIL=$((up + LIMIT))
COUNT=0
peers name
peers count
SHARE=$((BURST / (COUNT > 0 ? COUNT : 1)))
[ "$SHARE" -le "$BURST_TO_ONE" ] || SHARE=$BURST_TO_ONE
echo 'df no'
peers datagrams && { [ "$KIND" = nc-busybox ] || peers connections; } || echo cut
wait

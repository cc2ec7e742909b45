# shellcheck shell=sh
# Listens at UDP ports with a program that hears all who send to one: OpenBSD's nc, or socat; for hosts without Python and
# Perl. What it says is what listen.py says, but nothing is known of the senders' addresses, and nothing listens at TCP ports.
# It leads a session of its own: everything it starts is in its process group.
# Arguments: nc-openbsd or socat, the program, run, own tag, control port, seconds, UDP ports, TCP ports.
KIND=$1 PROGRAM=$2 RUN=$3 ME=$4 CONTROL=$5 LIMIT=$6 UDP=$7 TCP=$8
MOST=20000
exec 2>/dev/null
trap 'trap "" TERM; kill -TERM 0' TERM
printf '%s\n' "pid $$"
# One socket hears IPv4 and IPv6 where there is IPv6 and nobody said otherwise (ipv6(7)).
FAMILY=4
if [ "$(cat /proc/sys/net/ipv6/bindv6only)" = 0 ]; then FAMILY=6; fi

taken() { # taken udp|tcp PORT: whether a socket has it, of TCP one that listens (proc_net_tcp(5): state 0A)
  hex=$(printf '%04X' "$2")
  for table in "/proc/net/$1" "/proc/net/${1}6"; do
    [ -r "$table" ] || continue
    while read -r _ own _ state _; do
      case $1:$state:$own in udp:*:*":$hex" | tcp:0A:*":$hex") return 0 ;; esac
    done <"$table"
  done
  return 1
}
nap() { sleep 0.1 || sleep 1; }
sockets() { # how many see packets at interfaces
  count=0
  while read -r _; do count=$((count + 1)); done </proc/net/packet
}
datagram() { # datagram LINE: sets FROM and SEQ if it is one of this run to this host
  rest=${1#"VXP1 $RUN "}
  FROM=${rest%% *}
  rest=${rest#* }
  [ "${rest%% *}" = "$ME" ] || return 1
  rest=${rest#* }
  SEQ=${rest%% *}
}
# A line each in one write: several of these write at once.
report() {
  [ -z "$HEARD" ] || printf '%s\n' "$HEARD" | while IFS= read -r line; do printf '%s\n' "$line"; done
}
hear() { # hear PORT: what comes on standard input, until that ends
  trap '' TERM
  HEARD=$(tr -cd '\012\040-\176' | sed -n "s/.*\\(VXP1 $RUN \\)/\\1/p" | {
    number=0
    while IFS= read -r line; do
      if [ "$number" -ge "$MOST" ] || ! datagram "$line"; then continue; fi
      number=$((number + 1))
      # The end of the line, and before what looks like VXLAN a header that is no text.
      length=$((${#line} + 1))
      [ "$SEQ" != v ] || length=$((length + 8))
      printf '%s\n' "udp $1 - $length $FROM $SEQ"
    done
  })
  report
}
# tcpdump says "IP SOURCE.PORT > ADDRESS.PORT: UDP, length BYTES", and then shows what is in it.
watch() {
  trap '' TERM
  HEARD=$(tr -cd '\012\040-\176' | sed -n "s/.*IP6* \\([^ ]* > [^ ]*: UDP, length [0-9]*\\)\$/\\1/p;s/.*\\(VXP1 $RUN \\)/\\1/p" | {
    number=0
    while IFS= read -r line; do
      case $line in
      VXP1*)
        if [ "$number" -ge "$MOST" ] || ! datagram "$line"; then continue; fi
        number=$((number + 1))
        printf '%s\n' "wire $port $source $bytes $FROM $SEQ"
        ;;
      *)
        bytes=${line##* }
        source=${line%% *}
        source=${source%.*}
        port=${line%%: UDP*}
        port=${port##*.}
        ;;
      esac
    done
  })
  report
}
listen() { # listen PORT
  case $KIND in
  nc-openbsd) "$PROGRAM" "-$FAMILY" -d -k -u -l "$1" </dev/null | hear "$1" & ;;
  socat)
    address=UDP4-RECV:$1
    [ "$FAMILY" = 4 ] || address=UDP6-RECV:$1,ipv6only=0
    "$PROGRAM" -u -b 65536 "$address" STDOUT </dev/null | hear "$1" &
    ;;
  esac
}
bound() { # bound PORT: a word for what came of it
  if taken udp "$1"; then
    echo ready
  elif [ "$1" -lt 1024 ] && [ "$(id -u)" != 0 ]; then
    echo denied
  else
    echo failed
  fi
}
of_tcp() {
  if taken tcp "$1"; then echo in-use; else echo failed; fi
}

USED=' ' OURS=''
for port in $UDP $CONTROL; do
  # Some programs would share a port with its owner, and take what is meant for that.
  if taken udp "$port"; then
    USED="$USED$port "
  else
    OURS="$OURS $port"
    listen "$port"
  fi
done
SNIFF=no
sockets
before=$count
if [ "$(id -u)" = 0 ] && command -v tcpdump >/dev/null; then
  # Our token is the first of the payload, or follows eight bytes of VXLAN; the header of IPv6 has 40 bytes.
  tcpdump -i any -n -q -t -A -l -s 256 'udp[8:4] = 0x56585031 or udp[16:4] = 0x56585031 or
    (ip6[6] = 17 and (ip6[48:4] = 0x56585031 or ip6[56:4] = 0x56585031))' </dev/null | watch &
  SNIFF=wanted
fi
tries=0
while [ "$tries" -lt 20 ]; do
  tries=$((tries + 1))
  missing=''
  for port in $OURS; do taken udp "$port" || missing=$port; done
  sockets
  # A tcpdump that is about to fail has its socket for a moment.
  case $SNIFF:$((count > before)) in
  wanted:1) SNIFF=seen ;;
  seen:1) SNIFF=yes ;;
  seen:0) SNIFF=wanted ;;
  esac
  if [ -z "$missing" ] && { [ "$SNIFF" = no ] || [ "$SNIFF" = yes ]; }; then break; fi
  nap
done
for port in $UDP $CONTROL; do
  word=udp
  [ "$port" != "$CONTROL" ] || word=control
  case $USED in
  *" $port "*) printf '%s\n' "$word $port in-use" ;;
  *) printf '%s\n' "$word $port $(bound "$port")" ;;
  esac
done
for port in $TCP; do printf '%s\n' "tcp $port $(of_tcp "$port")"; done
printf '%s\n' "control-tcp $CONTROL $(of_tcp "$CONTROL")"
[ "$SNIFF" = yes ] || SNIFF=no
printf '%s\n' "sniff $SNIFF"
# The signal that ends this ends the sleep; a sleep that ends by itself ends all.
sleep "$LIMIT" &
alarm=$!
echo listening
if wait "$alarm"; then kill -9 0; fi
wait
echo heard

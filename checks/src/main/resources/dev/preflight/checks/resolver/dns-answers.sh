# shellcheck disable=SC2016 # the quoted programs are python's, perl's and bash's
# Asks every name server for every name, by UDP and by TCP, and pings it; all at once, for a dead one takes its time.
# Names come in pairs with the query's bytes in hex. Headings begin a line; what a tool said stands under them.
r=${PROBE_ROOT-}
cr=$(printf '\r')
servers=
set -f
if [ -n "$PARAM_EXTRA" ]; then
  for s in $PARAM_EXTRA; do servers="$servers $s" && printf '%s\n' "extra $s"; done
elif [ -e "$r/etc/resolv.conf" ]; then
  { [ -f "$r/etc/resolv.conf" ] && [ -r "$r/etc/resolv.conf" ]; } || { echo 'unreadable /etc/resolv.conf' && exit 0; }
  n=0
  # The last line may lack its end.
  while IFS= read -r l || [ -n "$l" ]; do
    # libc takes the word at the very beginning of a line only, and three servers (resolv.conf(5)).
    case $l in "nameserver "* | "nameserver	"*) [ $n -lt 3 ] || continue ;; *) continue ;; esac
    for s in ${l#nameserver}; do
      n=$((n + 1)) && servers="$servers ${s%"$cr"}" && printf '%s\n' "server ${s%"$cr"}"
      break
    done
  done <"$r/etc/resolv.conf"
fi
python=$(command -v python3 || command -v python || command -v /usr/libexec/platform-python)
if command -v dig >/dev/null; then
  tool=dig
elif [ -n "$python" ] && "$python" -c 'import binascii, socket' 2>/dev/null; then
  tool=python
elif command -v perl >/dev/null && perl -MIO::Socket::INET -e 1 2>/dev/null; then
  tool=perl
elif command -v bash >/dev/null && timeout 1 sh -c : 2>/dev/null; then
  tool=bash
elif command -v nslookup >/dev/null; then
  tool=nslookup
else
  tool=none
fi
printf '%s\n' "tool $tool"
# address WORD: whether it is one, with or without a zone, as libc takes them. Another word is no operand for a tool that asks.
address() {
  case ${1%%%*} in '' | *[!0-9A-Fa-f.:]*) return 1 ;; esac
  case $1 in *%*) ;; *) return 0 ;; esac
  case ${1#*%} in '' | *[!A-Za-z0-9_.-]*) return 1 ;; esac
}
# One writer, and what it writes at once: bash writes each line by itself, and lines of two answers would mix.
block() { { head -c 1600 && echo; } | sed -e '2,$s/^/ /' -e '/^ $/d'; }
limit() { # SECONDS COMMAND...
  t=$1
  shift
  {
    "$@" <&3 &
    c=$!
    (sleep "$t" && kill "$c") >/dev/null 2>&1 3<&- &
    k=$!
    wait "$c" 2>/dev/null
    c=$?
    kill "$k" 2>/dev/null
    return $c
  } 3<&0
}
raw() { # PROTOCOL SERVER HEX
  case $tool in
  python) "$python" -c 'import binascii, socket, sys
p, s, h = sys.argv[1:4]
q = binascii.unhexlify(h)
v = socket.AF_INET6 if ":" in s else socket.AF_INET
a = ""
for i in (1, 2):
    try:
        k = socket.socket(v, socket.SOCK_DGRAM if p == "udp" else socket.SOCK_STREAM)
        k.settimeout(2)
        if p == "udp" and i == 2:
            # One that is not connected hears who answers from elsewhere as well.
            t = socket.getaddrinfo(s, 53, v, socket.SOCK_DGRAM)[0][4]
            k.sendto(q, t)
            d, f = k.recvfrom(4096)
            if f[0] != t[0]:
                print("reply from unexpected source: " + f[0])
        else:
            k.connect((s, 53))
            k.send(q if p == "udp" else b"\0" + bytearray([len(q)]) + q)
            d = k.recv(4096)
            while p == "tcp" and 0 < len(d) < 14:
                m = k.recv(4096)
                if not m:
                    break
                d += m
        d = binascii.hexlify(d).decode()
        a = " ".join(d[j:j + 2] for j in range(0, len(d), 2)) or "closed without a reply"
        break
    except socket.timeout:
        a = "timed out"
    except (socket.error, ValueError) as e:
        a = str(e)
        break
print(a)' "$1" "$2" "$3" ;;
  perl) perl -e 'my ($p, $s, $h) = @ARGV; my $q = pack "H*", $h; my $a = "timed out";
# The older one supports IPv4 only.
my $c = eval { require IO::Socket::IP; 1 } ? "IO::Socket::IP" : do { require IO::Socket::INET; "IO::Socket::INET" };
for (1, 2) {
  $SIG{ALRM} = sub { die "timed out\n" };
  eval {
    alarm 2;
    my $k = $c->new(PeerAddr => $s, PeerPort => 53, Proto => $p) or die "$!\n";
    print $k $p eq "udp" ? $q : pack("n", length $q) . $q; $k->flush;
    my $d = "";
    do {
      my $n = sysread $k, $d, 4096, length $d; die "$!\n" unless defined $n; die "closed without a reply\n" unless $n;
    } while $p eq "tcp" and length $d < 14;
    $a = join " ", unpack "(H2)*", $d; alarm 0;
  };
  alarm 0; $a = $@ if $@; last unless $@ =~ /timed/;
}
print "$a\n"' "$1" "$2" "$3" ;;
  bash) for _ in 1 2; do
    # The header is all that is looked at by TCP, and one read may give less.
    o=$(timeout 3 bash -c 'if [ "$1" = udp ]; then l= b="bs=512 count=1"; else l=$(printf "\\\\x00\\\\x%02x" $((${#3} / 2))) b="bs=1 count=14"; fi
exec 3<>"/dev/$1/$2/53" && printf "%b" "$l$(printf "%s" "$3" | sed "s/../\\\\x&/g")" >&3 && timeout 2 dd $b <&3 | od -An -tx1' q "$1" "$2" "$3" 2>&1)
    [ -z "$o" ] || break
  done && printf '%s\n' "$o" ;;
  esac
}
# By TCP where only nslookup is there, which cannot: any nc will do.
tcp() { # SERVER HEX
  {
    # shellcheck disable=SC2059 # an octal escape can only be a format
    for x in $(printf '00%02x%s' $((${#2} / 2)) "$2" | sed 's/../& /g'); do printf "\\$(printf %03o "0x$x")"; done
    sleep 2
  } | limit 3 nc "$1" 53 | head -c 64 | od -An -tx1
}
ask() { # PROTOCOL SERVER NAME HEX
  if ! address "$2"; then
    printf 'query none %s %s %s\n%s\n' "$1" "$2" "$3" 'not an address' | block
    return
  fi
  by=$tool
  case $tool:$1 in
  dig:udp) o=$(HOME=/ dig +time=2 +tries=2 +notcp -t A -q "${3%.}." "@$2" 2>&1 | said) ;;
  dig:tcp)
    o=$(HOME=/ dig +time=2 +tries=1 +tcp -t A -q "${3%.}." "@$2" 2>&1 | said)
    # For an answer that is not DNS it only reports that there was none; the bytes show what it was.
    case $o in
    *HEADER* | *refused* | *unreachable*) ;;
    *)
      b=$(
        tool=bash
        [ -z "$python" ] || tool=python
        raw tcp "$2" "$4" 2>&1
      )
      case $b in *"48 54 54 50 2f"*) by=raw o=$b ;; esac
      ;;
    esac
    ;;
  nslookup:udp) o=$(limit 5 nslookup "${3%.}." "$2" 2>&1) ;;
  nslookup:tcp)
    command -v nc >/dev/null || return
    by=nc
    o=$(tcp "$2" "$4" 2>&1)
    ;;
  none:*) return ;;
  *) o=$(raw "$1" "$2" "$4" 2>&1) ;;
  esac
  printf 'query %s %s %s %s\n%s\n' "$by" "$1" "$2" "$3" "$o" | block
}
# What dig prints of the answer, or its messages if there is none.
said() { grep -E '^(;; ([-CcnrU]|reply)|dig:|couldn)|IN[[:space:]]+A[[:space:]]'; }
reach() { # SERVER
  command -v ping >/dev/null || return
  address "$1" || return
  o=$(ping -c1 -W1 "$1" 2>&1)
  printf 'ping %s %s\n%s\n' "$?" "$1" "$(printf '%s\n' "$o" | grep -E 'transmitted|ermitted')" | block
}
# Each look-up in a process of its own: what rotates rotates by process.
libc() { # NAME
  for _ in 1 2 3 4 5 6; do
    (
      o=$(RES_OPTIONS='timeout:1 attempts:2' limit 6 getent ahostsv4 "$1" 2>/dev/null)
      printf 'libc %s %s %s\n' "$?" "$1" "${o%% *}"
    ) &
  done
}
for s in $servers; do reach "$s" & done
[ "$PARAM_LIBC" != yes ] || command -v getent >/dev/null || PARAM_LIBC=no
while [ $# -gt 1 ]; do
  for s in $servers; do
    ask udp "$s" "$1" "$2" &
    ask tcp "$s" "$1" "$2" &
  done
  [ "$PARAM_LIBC" != yes ] || libc "${1%.}"
  shift 2
done
wait
echo 'done'

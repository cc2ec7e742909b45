# shellcheck disable=SC2016 # the quoted programs are python's, perl's and bash's
# Asks every name server for every name, by UDP and by TCP, and pings it; all at once, for a dead one takes its time.
# Names come in pairs with the query's bytes in hex. Headings begin a line; what a tool said stands under them.
r=${PROBE_ROOT-}
servers=
n=0
[ -r "$r/etc/resolv.conf" ] && while read -r w s _; do
  # glibc reads three (resolv.conf(5)).
  [ "$w" = nameserver ] && [ $n -lt 3 ] && n=$((n + 1)) && servers="$servers $s" && echo "server $s"
done <"$r/etc/resolv.conf"
set -f
for s in $PARAM_EXTRA; do servers="$servers $s" && echo "extra $s"; done
python=$(command -v python3 || command -v python || command -v /usr/libexec/platform-python)
if command -v dig >/dev/null; then
  tool=dig
elif [ -n "$python" ]; then
  tool=python
elif command -v perl >/dev/null; then
  tool=perl
elif command -v bash >/dev/null && command -v timeout >/dev/null; then
  tool=bash
elif command -v nslookup >/dev/null; then
  tool=nslookup
else
  tool=none
fi
echo "tool $tool"
raw() { # PROTOCOL SERVER HEX
  case $tool in
  python) "$python" -c 'import binascii, socket, sys
p, s, h = sys.argv[1:4]
q = binascii.unhexlify(h)
a = ""
for i in (1, 2):
    try:
        k = socket.socket(socket.AF_INET6 if ":" in s else socket.AF_INET, socket.SOCK_DGRAM if p == "udp" else socket.SOCK_STREAM)
        k.settimeout(2)
        k.connect((s, 53))
        k.send(q if p == "udp" else b"\0" + bytearray([len(q)]) + q)
        d = binascii.hexlify(k.recv(4096)).decode()
        a = " ".join(d[j:j + 2] for j in range(0, len(d), 2))
        break
    except (socket.error, ValueError) as e:
        a = str(e)
print(a)' "$1" "$2" "$3" ;;
  perl) perl -MIO::Socket::INET -e 'my ($p, $s, $h) = @ARGV; my $q = pack "H*", $h; my $a = "timed out";
for (1, 2) {
  $SIG{ALRM} = sub { die "timed out\n" };
  eval {
    alarm 2;
    my $k = IO::Socket::INET->new(PeerAddr => $s, PeerPort => 53, Proto => $p) or die "$!\n";
    print $k $p eq "udp" ? $q : pack("n", length $q) . $q; $k->flush;
    my $n = sysread $k, my $d, 4096; die "$!\n" unless defined $n;
    $a = join " ", unpack "(H2)*", $d; alarm 0;
  };
  alarm 0; $a = $@ if $@; last unless $@ =~ /timed/;
}
print "$a\n"' "$1" "$2" "$3" ;;
  bash) timeout 3 bash -c 'l=; [ "$1" = udp ] || l=$(printf "\\\\x00\\\\x%02x" $((${#3} / 2)))
exec 3<>"/dev/$1/$2/53" && printf "%b" "$l$(sed "s/../\\\\x&/g" <<<"$3")" >&3 && timeout 2 dd bs=512 count=1 <&3 | od -An -tx1' q "$1" "$2" "$3" ;;
  esac
}
ask() { # PROTOCOL SERVER NAME HEX
  case $tool:$1 in
  dig:udp) o=$(dig +time=2 +tries=2 +notcp -t A -q "$3" "@$2" 2>&1 | grep -E '^;; ([-Ccnr]|global)|IN[[:space:]]+A[[:space:]]') ;;
  dig:tcp) o=$(dig +time=2 +tries=1 +tcp -t A -q "$3" "@$2" 2>&1 | grep -E '^;; ([-Ccnr]|global)|IN[[:space:]]+A[[:space:]]') ;;
  nslookup:udp) o=$(nslookup "$3" "$2" 2>&1) ;;
  nslookup:tcp | none:*) return ;;
  *) o=$(raw "$1" "$2" "$4" 2>&1) ;;
  esac
  printf 'query %s %s %s %s\n%s\n' "$tool" "$1" "$2" "$3" "$(printf '%s\n' "$o" | head -c 1500 | sed 's/^/ /')"
}
reach() { # SERVER
  command -v ping >/dev/null || return
  o=$(ping -c1 -W1 "$1" 2>&1)
  printf 'ping %s %s\n%s\n' "$?" "$1" "$(printf '%s\n' "$o" | grep -E 'transmitted|ermitted' | sed 's/^/ /')"
}
# Each look-up in a process of its own: what rotates rotates by process.
libc() { # NAME
  for i in 1 2 3 4 5 6; do
    (
      o=$(RES_OPTIONS='timeout:1 attempts:2' getent ahostsv4 "$1" 2>/dev/null)
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
echo done

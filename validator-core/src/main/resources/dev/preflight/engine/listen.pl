# Listens at UDP and TCP ports and, as root, to what arrives at the interfaces; says what it heard when it is told to end.
# The same as listen.py, for Perl 5.16 and later with the modules of Debian's perl-base.
# Arguments: run, own tag, control port, seconds, UDP ports, TCP ports.
use strict;
use warnings;
use Errno qw(EACCES EADDRINUSE EINTR EPERM EWOULDBLOCK);
use Fcntl qw(F_SETFL O_NONBLOCK O_RDWR);
use IO::Select;
use Socket qw(:DEFAULT AF_INET6 inet_ntop pack_sockaddr_in6 unpack_sockaddr_in6);

my ($RUN, $ME, $CONTROL, $SECONDS, $UDP, $TCP) = @ARGV;
my $MOST = 20000;
my ($IPPROTO_IPV6, $IPV6_V6ONLY, $AF_PACKET, $SO_ATTACH_FILTER, $SO_RCVBUFFORCE) = (41, 26, 17, 26, 33);
my (%udp, %tcp, %wire, %talking, @lines);
my $ended = 0;
$| = 1;
$SIG{PIPE} = 'IGNORE';

sub say_line {
    print "$_[0]\n" or exit 1;
}

# What comes in one burst must not be lost here; beyond its limit only root gets more (SO_RCVBUFFORCE, socket(7)).
sub room {
    my ($s) = @_;
    for my $option ($SO_RCVBUFFORCE, SO_RCVBUF) {
        return if setsockopt($s, SOL_SOCKET, $option, pack('i', 4 << 20));
    }
}

sub unblocked {
    my ($s) = @_;
    return fcntl($s, F_SETFL, O_RDWR | O_NONBLOCK);
}

# A socket at this port of all addresses, of IPv6 and IPv4 at once where there is IPv6; and a word for what came of it.
sub bound {
    my ($kind, $port) = @_;
    my $in6 = pack_sockaddr_in6($port, "\0" x 16);
    for my $way ([AF_INET6, $in6], [AF_INET, pack_sockaddr_in($port, INADDR_ANY)]) {
        my ($family, $anywhere) = @$way;
        socket(my $s, $family, $kind, 0) or next;
        setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1) if $kind == SOCK_STREAM;
        room($s);
        if (($family != AF_INET6 || setsockopt($s, $IPPROTO_IPV6, $IPV6_V6ONLY, 0))
            && bind($s, $anywhere)
            && ($kind != SOCK_STREAM || listen($s, 128))
            && unblocked($s))
        {
            return ($s, 'ready');
        }
        return (undef, 'in-use') if $! == EADDRINUSE;
        return (undef, 'denied') if $! == EACCES || $! == EPERM;
    }
    return (undef, 'failed');
}

# Packets of IPv4 or IPv6 that hold our token, and nothing else: the kernel filters (bpf(4), packet(7)).
sub sniffer {
    my ($protocol, $first, $proto_at, $size, $offset) = @_;
    socket(my $s, $AF_PACKET, SOCK_DGRAM, unpack('S', pack('n', $protocol))) or return;
    my $token = unpack('N', 'VXP1');
    my @program = (
        [0x30, 0, 0, $proto_at], [0x15, 0, 6, 17], $first,
        [$size, 0, 0, $offset + 8], [0x15, 2, 0, $token], [$size, 0, 0, $offset + 16], [0x15, 0, 1, $token],
        [0x06, 0, 0, 0xffff], [0x06, 0, 0, 0],
    );
    my $code = join('', map { pack('SCCL', @$_) } @program);
    # struct sock_fprog: a short, and at the next place for one a pointer.
    my $pointer = pack('P', $code);
    my $fprog = pack('S', scalar @program) . "\0" x (length($pointer) - 2) . $pointer;
    setsockopt($s, SOL_SOCKET, $SO_ATTACH_FILTER, $fprog) or return;
    room($s);
    unblocked($s) or return;
    return $s;
}

# Sender and number of a datagram of this run to this host.
sub token {
    my ($payload) = @_;
    $payload = substr($payload, 8) if substr($payload, 0, 4) eq "\x08\0\0\0" && length($payload) > 8;
    my @words = split(' ', substr($payload, 0, 64));
    return if @words < 5 || $words[0] ne 'VXP1' || $words[1] ne $RUN || $words[3] ne $ME;
    return @words[2, 4];
}

sub hear {
    my ($word, $port, $source, $payload) = @_;
    my ($from, $number) = token($payload) or return;
    push @lines, "$word $port $source " . length($payload) . " $from $number" if @lines < $MOST;
}

sub hear_socket {
    my ($s, $port) = @_;
    my $peer = recv($s, my $payload, 65535, 0);
    return if !$peer;
    my $source;
    if (sockaddr_family($peer) == AF_INET6) {
        $source = inet_ntop(AF_INET6, (unpack_sockaddr_in6($peer))[1]);
        $source =~ s/^::ffff://;
    } else {
        $source = inet_ntop(AF_INET, (unpack_sockaddr_in($peer))[1]);
    }
    hear('udp', $port, $source, $payload);
}

# A packet as an interface got it.
sub hear_wire {
    my ($s) = @_;
    defined(recv($s, my $data, 65535, 0)) or return;
    my $version = unpack('C', $data);
    my ($source, $udp);
    if ($version >> 4 == 4) {
        ($source, $udp) = (inet_ntop(AF_INET, substr($data, 12, 4)), ($version & 15) * 4);
    } else {
        ($source, $udp) = (inet_ntop(AF_INET6, substr($data, 8, 16)), 40);
    }
    hear('wire', unpack('n', substr($data, $udp + 2, 2)), $source, substr($data, $udp + 8));
}

alarm($SECONDS);
say_line("pid $$");
my $select = IO::Select->new;
for my $way (['udp', split(' ', $UDP)], ['control', $CONTROL]) {
    my ($word, @ports) = @$way;
    for my $port (@ports) {
        my ($s, $what) = bound(SOCK_DGRAM, $port);
        say_line("$word $port $what");
        $udp{fileno $s} = $port if $s;
        $select->add($s) if $s;
    }
}
for my $way (['tcp', split(' ', $TCP)], ['control-tcp', $CONTROL]) {
    my ($word, @ports) = @$way;
    for my $port (@ports) {
        my ($s, $what) = bound(SOCK_STREAM, $port);
        say_line("$word $port $what");
        $tcp{fileno $s} = 1 if $s;
        $select->add($s) if $s;
    }
}
# The length of IPv4's header is in its first byte; IPv6's has 40 bytes, and the next header is told at 6.
for my $s (sniffer(0x0800, [0xb1, 0, 0, 0], 9, 0x40, 0), sniffer(0x86dd, [0x00, 0, 0, 0], 6, 0x20, 40)) {
    next if !$s;
    $wire{fileno $s} = 1;
    $select->add($s);
}
say_line('sniff ' . (%wire ? 'yes' : 'no'));
$SIG{TERM} = sub { $ended = 1 };
say_line('listening');

# A signal that comes just before the wait does not end the wait, so no wait is long.
while (!$ended) {
    for my $s ($select->can_read(0.5)) {
        my $fd = fileno $s;
        if (exists $udp{$fd}) {
            hear_socket($s, $udp{$fd});
        } elsif ($wire{$fd}) {
            hear_wire($s);
        } elsif ($tcp{$fd}) {
            accept(my $new, $s) or next;
            unblocked($new);
            $talking{fileno $new} = $new;
            $select->add($new);
        } elsif ($talking{$fd}) {
            # What was not read would make the end of it a reset.
            my $got = sysread($s, my $ignored, 4096);
            next if $got || !defined $got && ($! == EINTR || $! == EWOULDBLOCK);
            $select->remove($s);
            close(delete $talking{$fd});
        }
    }
}
print "$_\n" for @lines;
say_line('heard');

# Sends to each peer, and says what the kernel took. The same as send.py, for Perl 5.16 and later with the modules of
# Debian's perl-base; it says nothing of the hop that refused a packet.
# Arguments: run, own tag, control port, seconds, UDP ports, MTU, sizes, peers ("peer TAG ADDRESS SHAPED TCP SHORT", a line each).
use strict;
use warnings;
use Errno qw(ECONNREFUSED ECONNRESET EHOSTUNREACH EINPROGRESS EMSGSIZE ENETUNREACH ENOBUFS EPERM EACCES EPIPE ETIMEDOUT);
use Fcntl qw(F_SETFL O_NONBLOCK O_RDWR);
use IO::Select;
use Socket qw(:DEFAULT AF_INET6 AI_NUMERICHOST getaddrinfo);

my ($RUN, $ME, $CONTROL, $SECONDS, $UDP, $MTU, $SIZES, $PEERS) = @ARGV;
# One datagram may be lost by chance: what decides is sent three times. The burst, which shows how many are lost, is shared
# out among the peers.
my $TIMES = 3;
my ($BURST, $BURST_TO_ONE) = (400, 200);
my $PACE = 0.005;
my $ROUND = 0.02;
my $SMALL = 64;
my $CONNECT = 2.0;
my ($IPPROTO_IP, $IP_MTU_DISCOVER, $IP_RECVERR, $IP_MTU, $PROBE) = (0, 10, 11, 14, 3);
my ($IPPROTO_IPV6, $IPV6_MTU_DISCOVER, $IPV6_RECVERR, $IPV6_MTU) = (41, 23, 25, 24);
my $until = time + $SECONDS;
alarm($SECONDS + 5);
$SIG{PIPE} = 'IGNORE';

my %WORDS = (
    ECONNREFUSED, 'refused', EHOSTUNREACH, 'unreachable', ENETUNREACH, 'unreachable', EPERM, 'denied', EACCES, 'denied',
    EMSGSIZE, 'too-long', ETIMEDOUT, 'timeout', ECONNRESET, 'reset', EPIPE, 'reset',
);

sub say_line {
    print "$_[0]\n" or exit 1;
}

sub word {
    my ($number) = @_;
    return $WORDS{$number} if $WORDS{$number};
    local $! = $number;
    my ($name) = grep { $!{$_} } sort keys %!;
    return 'other:' . ($name || $number);
}

# A socket for one port of a peer, and the address of that port; none and $! if there is none.
sub open_to {
    my ($peer, $port, $kind) = @_;
    my ($problem, $found) = getaddrinfo($peer->{address}, $port, { flags => AI_NUMERICHOST, socktype => $kind });
    if (!$found) {
        $! = EHOSTUNREACH;
        return;
    }
    socket(my $s, $found->{family}, $kind, 0) or return;
    return ($s, $found->{addr});
}

sub udp_socket {
    my ($peer, $port) = @_;
    my ($s, $address) = open_to($peer, $port, SOCK_DGRAM) or return;
    return connect($s, $address) ? $s : undef;
}

sub tcp_socket {
    my ($peer, $port) = @_;
    my ($s, $address) = open_to($peer, $port, SOCK_STREAM) or return;
    fcntl($s, F_SETFL, O_RDWR | O_NONBLOCK) or return;
    return $s if connect($s, $address) || $! == EINPROGRESS;
    return;
}

# No fragments, and no size that the kernel has heard of before counts (ip(7), ipv6(7)).
sub forbid {
    my ($peer, $s) = @_;
    return $peer->{v6} ? setsockopt($s, $IPPROTO_IPV6, $IPV6_MTU_DISCOVER, $PROBE) : setsockopt($s, $IPPROTO_IP, $IP_MTU_DISCOVER, $PROBE);
}

# The last byte ends a line, for tools that print what they get.
sub datagram {
    my ($peer, $number, $size) = @_;
    my $head = "VXP1 $RUN $ME $peer->{tag} $number ";
    return $head . '.' x ($size - length($head) - 1) . "\n";
}

sub late {
    my ($s) = @_;
    return unpack('i', getsockopt($s, SOL_SOCKET, SO_ERROR));
}

# A refusal that is told now was of one that went before: this one was not sent yet.
sub send_one {
    my ($port, $s, $payload) = @_;
    for my $attempt (1, 2) {
        return 1 if defined send($s, $payload, 0);
        $port->{error} = word($! + 0);
        return 0 if $! != ECONNREFUSED;
    }
    return 0;
}

sub pause {
    my ($seconds) = @_;
    select(undef, undef, undef, $seconds);
    die "late\n" if time > $until;
}

sub every {
    my ($peers, $ports, $act, $pace) = @_;
    my $passed = 0;
    for my $peer (@$peers) {
        for my $port ($ports->($peer)) {
            $act->($peer, $port);
            pause($PACE);
            $passed += $PACE;
        }
    }
    pause($passed < $pace ? $pace - $passed : 0);
}

sub small {
    my ($number) = @_;
    return sub {
        my ($peer, $port) = @_;
        my $one = $peer->{ports}{$port};
        if (!$one) {
            $one = $peer->{ports}{$port} = { small => 0, full => 0, shaped => 0, error => '-' };
            $one->{s} = udp_socket($peer, $port) or $one->{error} = word($! + 0);
        }
        $one->{small} += send_one($one, $one->{s}, datagram($peer, $number, $SMALL)) if $one->{s};
    };
}

sub full {
    my ($peer, $port) = @_;
    my $one = $peer->{ports}{$port};
    my $s = udp_socket($peer, $port);
    if ($s && forbid($peer, $s)) {
        $one->{full} += send_one($one, $s, datagram($peer, 'f', $MTU - $peer->{headers}));
    } else {
        $one->{error} = word($! + 0);
    }
}

sub shaped {
    my ($peer, $port) = @_;
    my $one = $peer->{ports}{$port};
    $one->{shaped} += send_one($one, $one->{s}, "\x08\0\0\0\xff\xfe\x01\0" . datagram($peer, 'v', $SMALL)) if $one->{s};
}

sub burst {
    my ($peer, $port) = @_;
    my $one = $peer->{ports}{$port};
    $peer->{burst} += send_one($one, $one->{s}, datagram($peer, 'b', $SMALL)) if $one->{s};
}

sub sized_socket {
    my ($peer) = @_;
    my $s = udp_socket($peer, $CONTROL) or return;
    forbid($peer, $s) or return;
    if ($peer->{v6}) {
        setsockopt($s, $IPPROTO_IPV6, $IPV6_RECVERR, 1) or return;
    } else {
        setsockopt($s, $IPPROTO_IP, $IP_RECVERR, 1) or return;
    }
    return $s;
}

sub sized {
    my ($size) = @_;
    return sub {
        my ($peer) = @_;
        my $one = $peer->{sizes}{$size} ||= { sent => 0, error => '-', mtu => 0 };
        $peer->{sized} ||= sized_socket($peer);
        if ($peer->{sized} && defined send($peer->{sized}, datagram($peer, "s$size", $size - $peer->{headers}), 0)) {
            $one->{sent}++;
            return;
        }
        my $number = $! + 0;
        $one->{error} = word($number);
        if ($number == EMSGSIZE) {
            $one->{mtu} = known_mtu($peer);
        } elsif ($number == ENOBUFS) {
            # The kernel took it, and its device dropped it.
            $one->{sent}++;
        }
    };
}

sub known_mtu {
    my ($peer) = @_;
    my $mtu = $peer->{v6} ? getsockopt($peer->{sized}, $IPPROTO_IPV6, $IPV6_MTU) : getsockopt($peer->{sized}, $IPPROTO_IP, $IP_MTU);
    return defined $mtu ? unpack('i', $mtu) : 0;
}

sub connections {
    my %waiting;
    my $select = IO::Select->new;
    for my $peer (@_) {
        for my $port (@{ $peer->{tcp} }) {
            my $s = tcp_socket($peer, $port);
            if (!$s) {
                say_line("tcp $peer->{tag} $port " . word($! + 0));
                next;
            }
            $waiting{fileno $s} = "tcp $peer->{tag} $port";
            $select->add($s);
        }
    }
    my $left = $CONNECT;
    while (%waiting && $left > 0) {
        # Linux tells how much of the time is left.
        my $wanted = $select->bits;
        (my $count, $left) = select(undef, my $ready = $wanted, undef, $left);
        for my $s ($select->handles) {
            my $fd = fileno $s;
            next if $count < 1 || !vec($ready, $fd, 1);
            my $number = late($s);
            say_line(delete($waiting{$fd}) . ' ' . ($number ? word($number) : 'ok'));
            $select->remove($s);
            close($s);
        }
    }
    say_line("$_ timeout") for values %waiting;
}

# Connect, one byte, close; an end that is no reset shows that both sides took it.
sub short_one {
    my ($peer) = @_;
    my $s = tcp_socket($peer, $CONTROL) or return word($! + 0);
    my $select = IO::Select->new($s);
    $select->can_write($CONNECT) or return 'timeout';
    my $number = late($s);
    return word($number) if $number;
    defined send($s, 'x', 0) && shutdown($s, 1) or return word($! + 0);
    $select->can_read($CONNECT) or return 'timeout';
    return defined sysread($s, my $end, 1) ? 'good' : word($! + 0);
}

sub short_connections {
    my ($peer) = @_;
    my %came = (good => 0, reset => 0, timeout => 0, refused => 0);
    my $tried = 0;
    while ($tried < $peer->{short} && $came{timeout} < 3 && time < $until) {
        $tried++;
        my $what = short_one($peer);
        $came{ exists $came{$what} ? $what : 'timeout' }++;
    }
    say_line("short $peer->{tag} $tried $came{good} $came{reset} $came{timeout} $came{refused}");
}

my @peers;
for my $line (grep { $_ } split(/\n/, $PEERS)) {
    my (undef, $tag, $address, $shaped, $tcp, $short) = split(' ', $line);
    my $v6 = $address =~ /:/;
    push @peers, {
        tag => $tag, address => $address, v6 => $v6, headers => $v6 ? 48 : 28, short => $short, burst => 0,
        shaped => { map { $_ => 1 } $shaped eq '-' ? () : split(/,/, $shaped) },
        tcp => [$tcp eq '-' ? () : split(/,/, $tcp)],
    };
    say_line("to $tag $address");
}
say_line('df yes');
my @udp = split(' ', $UDP);
my @sizes = split(' ', $SIZES);
my $control = sub { $CONTROL };
eval {
    my $ports = sub { (@udp, $CONTROL) };
    every(\@peers, $ports, small($_), $ROUND) for 0 .. 3;
    for my $attempt (1 .. $TIMES) {
        every(\@peers, $ports, \&full, $ROUND);
        every(\@peers, sub { my ($peer) = @_; grep { $peer->{shaped}{$_} } @udp }, \&shaped, $ROUND);
    }
    my $share = int($BURST / (@peers || 1));
    $share = $BURST_TO_ONE if $share > $BURST_TO_ONE;
    every(\@peers, $control, \&burst, 0) for 1 .. $share;
    for my $attempt (1 .. $TIMES) {
        every(\@peers, $control, sized($_), $ROUND) for @sizes;
    }
    connections(@peers);
    for my $peer (@peers) {
        short_connections($peer) if $peer->{short};
    }
    pause(0.3);
    1;
} or do {
    die $@ if $@ ne "late\n";
    say_line('cut');
};
for my $peer (@peers) {
    for my $port (sort keys %{ $peer->{ports} }) {
        my $one = $peer->{ports}{$port};
        my $number = $one->{s} ? late($one->{s}) : 0;
        my $error = $one->{error} eq '-' && $number ? word($number) : $one->{error};
        say_line("udp $peer->{tag} $port $one->{small} $one->{full} $one->{shaped} $error");
    }
    say_line("burst $peer->{tag} $peer->{burst}");
    for my $size (sort { $a <=> $b } keys %{ $peer->{sizes} }) {
        my $one = $peer->{sizes}{$size};
        say_line("size $peer->{tag} $size $one->{sent} $one->{error}" . ($one->{mtu} ? " $one->{mtu}" : ''));
    }
}

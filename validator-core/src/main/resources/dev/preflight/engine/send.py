# Sends to each peer, and says what the kernel took. For Python 2.7 and 3.
# Arguments: run, own tag, control port, seconds, UDP ports, MTU, sizes, peers ("peer TAG ADDRESS SHAPED TCP SHORT", a line each).
import errno, select, signal, socket, struct, sys, time

RUN, ME, CONTROL, SECONDS, UDP, MTU, SIZES, PEERS = sys.argv[1:9]
# One datagram may be lost by chance: what decides is sent three times. The burst, which shows how many are lost, is shared
# out among the peers.
TIMES = 3
BURST, BURST_TO_ONE = 400, 200
PACE = 0.005
ROUND = 0.02
SMALL = 64
CONNECT = 2.0
IP_MTU_DISCOVER, IP_RECVERR, IP_MTU, PROBE = 10, 11, 14, 3
IPV6_MTU_DISCOVER, IPV6_RECVERR, IPV6_MTU = 23, 25, 24
until = time.time() + int(SECONDS)
signal.alarm(int(SECONDS) + 5)


class Late(Exception):
    pass


def say(line):
    sys.stdout.write(line + "\n")


def word(number):
    return {errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "unreachable", errno.ENETUNREACH: "unreachable",
            errno.EPERM: "denied", errno.EACCES: "denied", errno.EMSGSIZE: "too-long", errno.ETIMEDOUT: "timeout",
            errno.ECONNRESET: "reset", errno.EPIPE: "reset"}.get(number, "other:" + errno.errorcode.get(number, str(number)))


class Peer(object):
    def __init__(self, line):
        self.tag, self.address, shaped, tcp, short = line.split()[1:6]
        self.v6 = ":" in self.address
        self.headers = 48 if self.v6 else 28
        self.shaped = [] if shaped == "-" else shaped.split(",")
        self.tcp = [] if tcp == "-" else tcp.split(",")
        self.short = int(short)
        self.sized = None
        self.sizes = {}
        self.ports = {}
        self.burst = 0

    def socket(self, port, kind=socket.SOCK_DGRAM):
        s = socket.socket(socket.AF_INET6 if self.v6 else socket.AF_INET, kind)
        if kind == socket.SOCK_DGRAM:
            s.connect((self.address, int(port)))
        return s

    def forbid(self, s):
        """No fragments, and no size that the kernel has heard of before counts (ip(7), ipv6(7))."""
        if self.v6:
            s.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PROBE)
        else:
            s.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, PROBE)

    def datagram(self, number, size):
        """The last byte ends a line, for tools that print what they get."""
        head = ("VXP1 %s %s %s %s " % (RUN, ME, self.tag, number)).encode("ascii")
        return head + b"." * (size - len(head) - 1) + b"\n"


class Port(object):
    def __init__(self, peer, port):
        self.small = self.full = self.shaped = 0
        self.error = "-"
        self.s = None
        try:
            self.s = peer.socket(port)
        except (socket.error, OSError) as e:
            self.error = word(e.errno)

    def send(self, s, payload):
        """A refusal that is told now was of one that went before: this one was not sent yet."""
        for attempt in (1, 2):
            try:
                s.send(payload)
                return 1
            except (socket.error, OSError) as e:
                self.error = word(e.errno)
                if e.errno != errno.ECONNREFUSED:
                    return 0
        return 0


def pause(seconds):
    time.sleep(seconds)
    if time.time() > until:
        raise Late()


def every(peers, ports, act, pace=ROUND):
    began = time.time()
    for peer in peers:
        for port in ports(peer):
            act(peer, port)
            pause(PACE)
    pause(max(0, pace - (time.time() - began)))


def small(number):
    def act(peer, port):
        one = peer.ports.setdefault(port, None) or Port(peer, port)
        peer.ports[port] = one
        if one.s:
            one.small += one.send(one.s, peer.datagram(number, SMALL))
    return act


def full(peer, port):
    one = peer.ports[port]
    try:
        s = peer.socket(port)
        peer.forbid(s)
        one.full += one.send(s, peer.datagram("f", int(MTU) - peer.headers))
        s.close()
    except (socket.error, OSError) as e:
        one.error = word(e.errno)


def shaped(peer, port):
    one = peer.ports[port]
    if one.s:
        one.shaped += one.send(one.s, b"\x08\x00\x00\x00\xff\xfe\x01\x00" + peer.datagram("v", SMALL))


def burst(peer, port):
    one = peer.ports[port]
    if one.s:
        peer.burst += one.send(one.s, peer.datagram("b", SMALL))


def sized(size):
    def act(peer, port):
        sent, error, mtu = peer.sizes.get(size, (0, "-", 0))
        try:
            if peer.sized is None:
                peer.sized = peer.socket(CONTROL)
                peer.forbid(peer.sized)
                peer.sized.setsockopt(socket.IPPROTO_IPV6 if peer.v6 else socket.IPPROTO_IP, IPV6_RECVERR if peer.v6 else IP_RECVERR, 1)
            datagram = peer.datagram("s%d" % size, size - peer.headers)
            try:
                peer.sized.send(datagram)
            except (socket.error, OSError) as e:
                # What a router said of a larger one is told now: this one was not sent yet.
                if e.errno != errno.EMSGSIZE:
                    raise
                peer.sized.send(datagram)
            sent += 1
        except (socket.error, OSError) as e:
            error = word(e.errno)
            if e.errno == errno.EMSGSIZE:
                mtu = known_mtu(peer)
            elif e.errno == errno.ENOBUFS:
                # The kernel took it, and its device dropped it.
                sent += 1
        peer.sizes[size] = sent, error, mtu
    return act


def known_mtu(peer):
    try:
        if peer.v6:
            return peer.sized.getsockopt(socket.IPPROTO_IPV6, IPV6_MTU)
        return peer.sized.getsockopt(socket.IPPROTO_IP, IP_MTU)
    except (socket.error, OSError):
        return 0


def hop(peer):
    """Who refused a packet for its size: struct sock_extended_err of ip(7), and behind it the address."""
    while hasattr(peer.sized, "recvmsg"):
        try:
            ancillary = peer.sized.recvmsg(512, 512, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)[1]
        except (socket.error, OSError):
            return
        for level, kind, data in ancillary:
            number, origin, what, code, pad, info = struct.unpack("IBBBBI", data[:12])
            if number == errno.EMSGSIZE and origin in (2, 3):
                family = struct.unpack("H", data[16:18])[0]
                if family == socket.AF_INET:
                    say("hop %s %s %d" % (peer.tag, socket.inet_ntop(family, data[20:24]), info))
                elif family == socket.AF_INET6:
                    say("hop %s %s %d" % (peer.tag, socket.inet_ntop(family, data[24:40]), info))
                return


def connections(peers):
    waiting = {}
    poll = select.poll()
    for peer in peers:
        for port in peer.tcp:
            try:
                s = peer.socket(port, socket.SOCK_STREAM)
            except (socket.error, OSError) as e:
                say("tcp %s %s %s" % (peer.tag, port, word(e.errno)))
                continue
            s.setblocking(False)
            code = s.connect_ex((peer.address, int(port)))
            if code not in (0, errno.EINPROGRESS):
                say("tcp %s %s %s" % (peer.tag, port, word(code)))
                continue
            waiting[s.fileno()] = s, peer, port
            poll.register(s.fileno(), select.POLLOUT)
    end = time.time() + CONNECT
    while waiting and time.time() < end:
        for fd, event in poll.poll(max(1, int(1000 * (end - time.time())))):
            s, peer, port = waiting.pop(fd)
            poll.unregister(fd)
            code = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            say("tcp %s %s %s" % (peer.tag, port, word(code) if code else "ok"))
            s.close()
    for s, peer, port in waiting.values():
        say("tcp %s %s timeout" % (peer.tag, port))
        s.close()


def short(peer):
    """Connect, one byte, close; an end that is no reset shows that both sides took it."""
    good, bad = 0, {"reset": 0, "timeout": 0, "refused": 0}
    tried = 0
    while tried < peer.short and bad["timeout"] < 3 and time.time() < until:
        tried += 1
        s = None
        try:
            s = peer.socket(CONTROL, socket.SOCK_STREAM)
            s.settimeout(CONNECT)
            s.connect((peer.address, int(CONTROL)))
            s.send(b"x")
            s.shutdown(socket.SHUT_WR)
            s.recv(1)
            good += 1
        except socket.timeout:
            bad["timeout"] += 1
        except (socket.error, OSError) as e:
            what = word(e.errno)
            bad[what if what in bad else "timeout"] += 1
        if s is not None:
            s.close()
    say("short %s %d %d %d %d %d" % (peer.tag, tried, good, bad["reset"], bad["timeout"], bad["refused"]))


peers = [Peer(line) for line in PEERS.splitlines() if line]
for peer in peers:
    say("to %s %s" % (peer.tag, peer.address))
say("df yes")
try:
    ports = lambda peer: UDP.split() + [CONTROL]
    for number in range(4):
        every(peers, ports, small(number))
    for attempt in range(TIMES):
        every(peers, ports, full)
        every(peers, lambda peer: [p for p in UDP.split() if p in peer.shaped], shaped)
    for attempt in range(min(BURST_TO_ONE, BURST // max(1, len(peers)))):
        every(peers, lambda peer: [CONTROL], burst, 0)
    for attempt in range(TIMES):
        for size in SIZES.split():
            every(peers, lambda peer: [CONTROL], sized(int(size)))
    connections(peers)
    for peer in peers:
        if peer.short:
            short(peer)
    pause(0.3)
except Late:
    say("cut")
for peer in peers:
    for port, one in sorted(peer.ports.items()):
        late = one.s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) if one.s else 0
        error = one.error if one.error != "-" or not late else word(late)
        say("udp %s %s %d %d %d %s" % (peer.tag, port, one.small, one.full, one.shaped, error))
    say("burst %s %d" % (peer.tag, peer.burst))
    for size, (sent, error, mtu) in sorted(peer.sizes.items()):
        say("size %s %d %d %s%s" % (peer.tag, size, sent, error, " %d" % mtu if mtu else ""))
    if peer.sized is not None:
        hop(peer)

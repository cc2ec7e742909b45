# Listens at UDP and TCP ports and, as root, to what arrives at the interfaces; says what it heard when it is told to end.
# For Python 2.7 and 3. Arguments: run, own tag, control port, seconds, UDP ports, TCP ports.
import array, errno, os, select, signal, socket, struct, sys

RUN, ME, CONTROL, SECONDS, UDP, TCP = sys.argv[1:7]
MOST = 20000


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class End(Exception):
    pass


def end(number, frame):
    raise End()


def room(s):
    """What comes in one burst must not be lost here; beyond its limit only root gets more (SO_RCVBUFFORCE, socket(7))."""
    for option in (33, socket.SO_RCVBUF):
        try:
            s.setsockopt(socket.SOL_SOCKET, option, 4 << 20)
            return
        except (socket.error, OSError):
            pass


def bound(kind, port):
    """A socket at this port of all addresses, of IPv6 and IPv4 at once where there is IPv6; and a word for what came of it."""
    for family, anywhere in ((socket.AF_INET6, "::"), (socket.AF_INET, "0.0.0.0")):
        try:
            s = socket.socket(family, kind)
        except (socket.error, OSError):
            continue
        try:
            if family == socket.AF_INET6:
                s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            if kind == socket.SOCK_STREAM:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            room(s)
            s.bind((anywhere, port))
            if kind == socket.SOCK_STREAM:
                s.listen(128)
            s.setblocking(False)
            return s, "ready"
        except (socket.error, OSError) as e:
            s.close()
            if e.errno == errno.EADDRINUSE:
                return None, "in-use"
            if e.errno in (errno.EACCES, errno.EPERM):
                return None, "denied"
    return None, "failed"


def sniffer(protocol, first, proto_at, header):
    """Packets of IPv4 or IPv6 that hold our token, and nothing else: the kernel filters (bpf(4), packet(7))."""
    s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(protocol))
    token = struct.unpack("!I", b"VXP1")[0]
    program = [(0x30, 0, 0, proto_at), (0x15, 0, 6, 17), first, (header[0], 0, 0, header[1] + 8), (0x15, 2, 0, token),
               (header[0], 0, 0, header[1] + 16), (0x15, 0, 1, token), (0x06, 0, 0, 0xffff), (0x06, 0, 0, 0)]
    # An array tells where it lies; ctypes is not in every Python.
    code = array.array("B", b"".join(struct.pack("HBBI", *i) for i in program))
    so_attach_filter = 26
    s.setsockopt(socket.SOL_SOCKET, so_attach_filter, struct.pack("HL", len(program), code.buffer_info()[0]))
    room(s)
    s.setblocking(False)
    return s


def plain(address):
    return address[7:] if address.startswith("::ffff:") else address.split("%")[0]


def token(payload):
    """Sender and number of a datagram of this run to this host."""
    if payload[:4] == b"\x08\x00\x00\x00":
        payload = payload[8:]
    words = payload[:64].split()
    if len(words) > 4 and words[0] == b"VXP1" and words[1].decode("latin-1") == RUN and words[3].decode("latin-1") == ME:
        return words[2].decode("latin-1"), words[4].decode("latin-1")
    return None


def packet(data):
    """Port, source and payload of a packet as an interface got it."""
    data = bytearray(data)
    if data[0] >> 4 == 4:
        source, udp = socket.inet_ntop(socket.AF_INET, bytes(data[12:16])), (data[0] & 15) * 4
    else:
        source, udp = socket.inet_ntop(socket.AF_INET6, bytes(data[8:24])), 40
    return data[udp + 2] * 256 + data[udp + 3], source, bytes(data[udp + 8:])


signal.alarm(int(SECONDS))
say("pid %d" % os.getpid())
udp, tcp, wire, lines = {}, {}, [], []
for word, ports in (("udp", UDP.split()), ("control", [CONTROL])):
    for port in ports:
        s, what = bound(socket.SOCK_DGRAM, int(port))
        say("%s %s %s" % (word, port, what))
        if s:
            udp[s.fileno()] = s, port
for word, ports in (("tcp", TCP.split()), ("control-tcp", [CONTROL])):
    for port in ports:
        s, what = bound(socket.SOCK_STREAM, int(port))
        say("%s %s %s" % (word, port, what))
        if s:
            tcp[s.fileno()] = s
try:
    # The length of IPv4's header is in its first byte; IPv6's has 40 bytes, and the next header is told at 6.
    wire.append(sniffer(0x0800, (0xb1, 0, 0, 0), 9, (0x40, 0)))
    wire.append(sniffer(0x86dd, (0x00, 0, 0, 0), 6, (0x20, 40)))
except Exception:
    pass
say("sniff " + ("yes" if wire else "no"))
signal.signal(signal.SIGTERM, end)
say("listening")
poll = select.poll()
for fd in list(udp) + list(tcp) + [s.fileno() for s in wire]:
    poll.register(fd, select.POLLIN)
sniffers = dict((s.fileno(), s) for s in wire)
talking = {}


def hear(word, port, source, payload):
    found = token(payload)
    if found and len(lines) < MOST:
        lines.append("%s %s %s %d %s %s" % (word, port, source, len(payload), found[0], found[1]))


def serve(fd):
    if fd in udp:
        payload, source = udp[fd][0].recvfrom(65535)
        hear("udp", udp[fd][1], plain(source[0]), payload)
    elif fd in sniffers:
        port, source, payload = packet(sniffers[fd].recvfrom(65535)[0])
        hear("wire", port, source, payload)
    elif fd in tcp:
        s = tcp[fd].accept()[0]
        s.setblocking(False)
        talking[s.fileno()] = s
        poll.register(s.fileno(), select.POLLIN)
    elif fd in talking:
        # What was not read would make the end of it a reset.
        if not talking[fd].recv(4096):
            poll.unregister(fd)
            talking.pop(fd).close()


try:
    while True:
        try:
            for fd, event in poll.poll():
                try:
                    serve(fd)
                except (socket.error, OSError) as e:
                    if fd in talking:
                        poll.unregister(fd)
                        talking.pop(fd).close()
        except (select.error, OSError) as e:
            if e.args[0] != errno.EINTR:
                raise
except End:
    pass
for line in lines:
    sys.stdout.write(line + "\n")
say("heard")

"""Joins two network namespaces by a link that delays each packet: a kernel need not have netem.

usage: delay.py PID-A ADDRESS-A PID-B ADDRESS-B MILLISECONDS
Makes an interface 'slow0' with its address in the namespace of each process, and forwards what goes in at one after so
many milliseconds to the other, until it is stopped. The interfaces end with it.
"""

import collections
import fcntl
import os
import select
import struct
import subprocess
import sys
import time

# From linux/if_tun.h.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000


def device(pid, address):
    """A new interface in the namespace of a process, as a file."""
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open("/proc/%s/ns/net" % pid, os.O_RDONLY)
    # The module os has setns from Python 3.12 on only.
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(there, 0):
        raise OSError(ctypes.get_errno(), "setns")
    try:
        file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH", b"slow0", IFF_TUN | IFF_NO_PI))
        for command in (
            ["ip", "addr", "add", address, "dev", "slow0"],
            ["ip", "link", "set", "slow0", "up", "txqueuelen", "10000"],
        ):
            subprocess.run(command, check=True)
        return file
    finally:
        libc.setns(own, 0)


def main(pid_a, address_a, pid_b, address_b, milliseconds):
    a, b = device(pid_a, address_a), device(pid_b, address_b)
    waiting = collections.deque()
    delay = float(milliseconds) / 1000
    print("ready", flush=True)
    while True:
        wait = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([a, b], [], [], wait)
        for file in readable:
            try:
                while True:
                    waiting.append((time.monotonic() + delay, b if file == a else a, os.read(file, 65536)))
            except BlockingIOError:
                pass
        while waiting and waiting[0][0] <= time.monotonic():
            _, to, packet = waiting.popleft()
            os.write(to, packet)


main(*sys.argv[1:])

# shellcheck shell=bash
# Faults of virtual machines: what their own kernel makes of cables, VLANs and disks.

# the cable of an interface [eth2] is pulled
fault_vm_unplug() {
  undo "at_monitor $1 'set_link ${2:-eth2} on'; vm_carrier $1 ${2:-eth2} 1"
  at_monitor "$1" "set_link ${2:-eth2} off"
  vm_carrier "$1" "${2:-eth2}" 0
}

# Until the driver has heard of it, and the bond, which looks ten times a second.
vm_carrier() { # vm_carrier HOST INTERFACE 0|1
  # shellcheck disable=SC2016 # for the shell in the host
  in_vm "$1" sh -c 'k=0
    until [ "$(cat "/sys/class/net/$1/carrier")" = "$2" ]; do
      k=$((k + 1))
      [ $k -lt 100 ] || exit 1
      sleep 0.1
    done
    sleep 0.3' wait "$2" "$3"
}

# an MTU [1350] of an interface [eth0.7]
fault_vm_mtu() {
  # What stands on it follows it down, and not up again.
  undo "in_vm $1 sh -c 'for i in bond0 eth0 eth0.7 eth1 eth2; do ip link set \$i mtu 1500; done'"
  in_vm "$1" ip link set "${2:-eth0.7}" mtu "${3:-1350}"
}

# one of two mirrored disks fails
fault_vm_disk() {
  undo "vm_disk_again $1"
  in_vm "$1" mdadm -q /dev/md0 --fail /dev/vdc
}

# one of two mirrored disks has failed, and its successor is being filled at a speed [KiB/s, 200] that takes minutes
fault_vm_rebuild() {
  undo "vm_speed $1 system system; vm_disk_again $1"
  vm_speed "$1" 100 "${2:-200}"
  in_vm "$1" sh -c 'mdadm -q /dev/md0 --fail /dev/vdc; mdadm -q /dev/md0 --remove /dev/vdc; mdadm -q --zero-superblock /dev/vdc
    mdadm -q /dev/md0 --add /dev/vdc'
}

# the mirrored disks are compared, as Debian does once a month, at a speed [KiB/s, 200] that takes minutes
fault_vm_scrub() {
  undo "in_vm $1 sh -c 'echo idle >/sys/block/md0/md/sync_action'; vm_speed $1 system system"
  vm_speed "$1" 100 "${2:-200}"
  in_vm "$1" sh -c 'echo check >/sys/block/md0/md/sync_action'
}

vm_speed() { # vm_speed HOST LEAST MOST
  in_vm "$1" sh -c "cd /sys/block/md0/md; echo $2 >sync_speed_min; echo $3 >sync_speed_max"
}

# A disk that is part of the array again, and holds what the other holds.
vm_disk_again() { # vm_disk_again HOST
  # shellcheck disable=SC2016 # for the shell in the host
  in_vm "$1" sh -c 'if grep -q "vdc.*(F)" /proc/mdstat; then
      mdadm -q /dev/md0 --remove /dev/vdc
      mdadm -q /dev/md0 --add /dev/vdc
    fi
    k=0
    until grep -q "\[UU\]" /proc/mdstat; do
      k=$((k + 1))
      [ $k -lt 300 ] || exit 1
      sleep 0.1
    done'
}

# a gateway ADDRESS [10.20.0.1] that answers on a VLAN [7] of the first wire: no fault, but without it nobody does, as where
# the switch does not let the VLAN through
fault_vm_vlan_gateway() {
  at_seat setsid python3 -c '
import socket, struct, sys
vlan, address = int(sys.argv[1]), socket.inet_aton(sys.argv[2])
mac = bytes.fromhex("00005e00010b")
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind(("br0", 0))
# The kernel takes the tag out of the frame and tells it aside: PACKET_AUXDATA of packet(7).
wire.setsockopt(263, 8, 1)
while True:
    frame, aside, _, _ = wire.recvmsg(2048, 256)
    tag = [struct.unpack("IIIHHHH", data[:20])[5] & 0xFFF for level, kind, data in aside if (level, kind) == (263, 8)]
    if tag == [vlan] and frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\1" and frame[38:42] == address:
        wire.send(frame[6:12] + mac + struct.pack("!HHH", 0x8100, vlan, 0x0806) + frame[14:20] + b"\0\2"
                  + mac + address + frame[22:32] + bytes(18))' "${2:-7}" "${3:-10.20.0.1}" </dev/null >/dev/null 2>&1 &
  undo "kill $!"
  sleep 0.5
}

# COUNT [40] tasks that wait and cannot be killed by less than SIGKILL, as tasks do whose disk does not answer: parents of
# a vfork whose children sleep. In a virtual machine the load is its own.
fault_vm_io_wait() {
  undo "in_vm $1 sh -c 'kill -9 \$(pgrep -f ^lab-wait) || :'"
  # shellcheck disable=SC2016 # for perl in the host
  in_vm "$1" bash -c 'for i in $(seq "$1"); do
      (exec -a lab-wait perl -e '\''my $v = syscall(58); if ($v == 0) { select(undef, undef, undef, 600); syscall(60, 0) }'\'') </dev/null >/dev/null 2>&1 &
    done' wait "${2:-40}"
}

# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# Hosts of kind v: virtual machines with Debian's kernel, for what the machine's own kernel may lack, and with real cables and
# disks to pull. QEMU interprets them (TCG), so that no /dev/kvm is needed.

VM_PACKAGES='mdadm ethtool'

vm_ready() {
  [ "$(cat "$LAB/vm.done" 2>/dev/null)" = "$PACKAGES $VM_PACKAGES" ]
}

# The Debian of the hosts with the kernel that Debian has for virtual machines now, as an ext4 image.
build_vm() {
  build
  ! vm_ready || return 0
  local tool version merged=$LAB/vm.merged
  for tool in qemu-system-x86_64 mke2fs; do
    command -v "$tool" >/dev/null || die "needs the program $tool: .ci/run installs what the lab takes"
  done
  [ -c /dev/net/tun ] || die "needs /dev/net/tun, for the cables of a virtual machine"
  mount_layer vm
  in_layer vm "apt-get update -qq && apt-get install -y -qq --no-install-recommends $VM_PACKAGES && cd /tmp &&
    apt-get -o APT::Sandbox::User=root download -qq \
      \"\$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: *\(linux-image-[0-9]\)/\1/p')\" &&
    dpkg-deb -x linux-image-*.deb kernel && mkdir -p /lib/modules && mv kernel/lib/modules/* /lib/modules/ &&
    mv kernel/boot/* /boot/ && rm -r kernel linux-image-*.deb && depmod \"\$(ls /lib/modules)\""
  version=$(ls "$merged/lib/modules")
  rm -rf "$LAB/vm.new"
  mkdir "$LAB/vm.new"
  cp "$merged/boot/vmlinuz-$version" "$LAB/vm.new/vmlinuz"
  vm_initrd "$merged" "$version" "$LAB/vm.new"
  truncate -s 1G "$LAB/vm.new/root.img"
  mke2fs -q -t ext4 -O ^has_journal -d "$merged" "$LAB/vm.new/root.img"
  umount_layer vm
  rm -rf "$LAB/vm"
  mv "$LAB/vm.new" "$LAB/vm"
  echo "$PACKAGES $VM_PACKAGES" >"$LAB/vm.done"
}

# The kernel's first file system: busybox, and the drivers of the disk, in the order in which they need each other.
vm_initrd() { # vm_initrd ROOT VERSION DIRECTORY
  local dir=$3/initrd module n=10
  mkdir -p "$dir"/{bin,dev,proc,sys,modules,newroot}
  cp /bin/busybox "$dir/bin/"
  while read -r _ module _; do
    cp "$1$module" "$dir/modules/$n.ko"
    n=$((n + 1))
  done < <(chroot "$1" modprobe -S "$2" --show-depends -a virtio_pci virtio_blk | awk '!seen[$2]++')
  cat >"$dir/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs devtmpfs /dev
mount -t proc proc /proc
mount -t sysfs sysfs /sys
for m in /modules/*; do insmod "$m"; done
k=0
while [ ! -b /dev/vda ] && [ "$k" -lt 100 ]; do
  sleep 0.1
  k=$((k + 1))
done
mount -t ext4 -o rw /dev/vda /newroot
cp -a /upper/. /newroot/
for d in dev proc sys; do mount --move "/$d" "/newroot/$d"; done
mount -t tmpfs -o mode=755 tmpfs /newroot/run
mkdir -p /newroot/run/sshd /newroot/dev/pts /newroot/dev/shm
mount -t devpts -o gid=5,mode=620 devpts /newroot/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /newroot/dev/shm
exec switch_root /newroot /bin/busybox init
INIT
  chmod 755 "$dir/init"
  (cd "$dir" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$3/initrd.gz"
  rm -rf "$dir"
}

# Management is a plain interface with a VLAN on it; data goes over two cables that are bonded; two disks are mirrored.
vm_script() { # vm_script HOST
  cat <<SCRIPT
#!/bin/sh
hostname $1
modprobe virtio_net
ip link set lo up
ip addr add $(address "$1" 0)/24 dev eth0
ip link set eth0 up
ip route add default via $SEAT
ip link add link eth0 name eth0.7 type vlan id 7
ip link set eth0.7 up
ip link add bond0 type bond mode active-backup miimon 100
ip link set eth1 master bond0
ip link set eth2 master bond0
ip addr add $(address "$1" 1)/24 dev bond0
ip link set bond0 up
mdadm --create /dev/md0 --run --assume-clean --level=1 --raid-devices=2 /dev/vdb /dev/vdc
SCRIPT
}

start_vm() { # start_vm HOST
  local host=$1 dir=$RUN/$1 n nic options=()
  n=$(number "$host")
  vm_script "$host" >"$dir/upper/etc/lab-network"
  chmod 755 "$dir/upper/etc/lab-network"
  # It has a clock of its own to set.
  sed -i 's/chronyd -x/chronyd/' "$dir/upper/etc/inittab"
  echo 'makestep 0.1 -1' >>"$dir/upper/etc/chrony/chrony.conf"
  # The kernel unpacks one archive after the other.
  {
    cat "$LAB/vm/initrd.gz"
    (cd "$dir" && find upper | busybox cpio -o -H newc 2>/dev/null | gzip -1)
  } >"$dir/initrd.gz"
  # eth0 is on the first bridge, eth1 and eth2 on the second.
  for nic in 0 1 2; do
    at_seat ip tuntap add "t$nic.$n" mode tap
    at_seat ip link set "t$nic.$n" master "br$((nic > 0))" up
    options+=(-netdev "tap,id=n$nic,ifname=t$nic.$n,script=no,downscript=no")
    options+=(-device "virtio-net-pci,id=eth$nic,netdev=n$nic,romfile=,mac=52:54:00:77:0$nic:$(printf %02x "$n")")
  done
  truncate -s 32M "$dir/disk1" "$dir/disk2"
  mkfifo "$dir/monitor.in" "$dir/monitor.out"
  # An interpreter is fast at code that it has seen at the same address: with norandmaps programs start several times as fast.
  # The processor is the oldest that has all that programs of today ask for; each feature more costs time.
  # No write reaches the image: what a machine writes goes to a file without a name in its own directory.
  TMPDIR=$dir at_seat setsid qemu-system-x86_64 -accel tcg,tb-size=256 -M pc -cpu Nehalem -m 384 -nodefaults -no-reboot \
    -display none -serial "file:$dir/console" -chardev "pipe,id=monitor,path=$dir/monitor" -mon monitor \
    -kernel "$LAB/vm/vmlinuz" -initrd "$dir/initrd.gz" \
    -append 'console=ttyS0 quiet panic=-1 norandmaps mitigations=off init_on_alloc=0' \
    -drive "file=$LAB/vm/root.img,format=raw,if=virtio,snapshot=on" -drive "file=$dir/disk1,format=raw,if=virtio" \
    -drive "file=$dir/disk2,format=raw,if=virtio" "${options[@]}" </dev/null >"$dir/log" 2>&1 &
}

in_vm() { # in_vm HOST COMMAND...
  local host=$1
  is_up "$host"
  shift
  at_seat ssh -F "$RUN/ssh_config" -o BatchMode=yes -o LogLevel=ERROR "$host" "$(printf '%q ' "$@")"
}

# A command to QEMU itself, where cables are: qemu-monitor(7).
at_monitor() { # at_monitor HOST COMMAND
  echo "$2" >"$RUN/$1/monitor.in"
}

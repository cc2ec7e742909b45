# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# Hosts of kinds v and w: virtual machines with Debian's kernel. Those of kind v are for what the machine's own kernel may lack,
# with real cables and disks to pull; those of kind w run systemd and can be booted again, for what the next boot makes of a
# setting. QEMU interprets them (TCG), so that no /dev/kvm is needed.

VM_PACKAGES='mdadm ethtool'

# MiB by host of kind w, where 'up' was given it. QEMU takes only what the machine has used.
declare -A MEMORY=()

vm_ready() {
  [ "$(cat "$LAB/vm.done" 2>/dev/null)" = "$(vm_parts)" ]
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
  vm_parts >"$LAB/vm.done"
}

# What the image is made of: another list builds it anew.
vm_parts() { echo "$PACKAGES $VM_PACKAGES, no init"; }

# The kernel's first file system: busybox, and the drivers of the disk, in the order in which they need each other.
vm_initrd() { # vm_initrd ROOT VERSION DIRECTORY
  local dir=$3/initrd module n=10
  mkdir -p "$dir"/{bin,dev,proc,sys,modules,newroot}
  cp /bin/busybox "$dir/bin/"
  while read -r _ module _; do
    cp "$1$module" "$dir/modules/$n.ko"
    n=$((n + 1))
  done < <(chroot "$1" modprobe -S "$2" --show-depends -a virtio_pci virtio_blk | awk '!seen[$2]++')
  (cd "$dir" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$3/initrd.gz"
  rm -rf "$dir"
}

# The first process that the kernel starts: mounts the disk, puts the host's own files over it, and hands over to busybox's init
# or to systemd.
vm_init() { # vm_init HOST
  cat <<'INIT'
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
# What the machine made of them before it was booted again stays.
[ -e /newroot/etc/lab-network ] || cp -a /upper/. /newroot/
for d in dev proc sys; do mount --move "/$d" "/newroot/$d"; done
mount -t tmpfs -o mode=755 tmpfs /newroot/run
mkdir -p /newroot/run/sshd /newroot/run/udev/data /newroot/dev/pts /newroot/dev/shm
mount -t devpts -o gid=5,mode=620 devpts /newroot/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /newroot/dev/shm
INIT
  case $1 in
    w*) echo 'exec switch_root /newroot /lib/systemd/systemd' ;;
    *) echo 'exec switch_root /newroot /bin/busybox init' ;;
  esac
}

# Management is a plain interface. Kind v has a VLAN on it, its data goes over two cables that are bonded, and two disks are
# mirrored.
vm_script() { # vm_script HOST
  cat <<SCRIPT
#!/bin/sh
hostname $1
modprobe virtio_net
ip link set lo up
ip addr add $(address "$1" 0)/24 dev eth0
ip link set eth0 up
ip route add default via $SEAT
SCRIPT
  case $1 in
    w*) printf 'ip addr add %s/24 dev eth1\nip link set eth1 up\n' "$(address "$1" 1)" ;;
    *) vm_odd_parts "$1" ;;
  esac
}

vm_odd_parts() { # vm_odd_parts HOST
  cat <<SCRIPT
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

# What takes long to start, or waits for udev, and does nothing for a machine of the lab.
vm_units() { # vm_units DIRECTORY
  local unit
  for unit in serial-getty@ttyS0.service getty@tty1.service systemd-udev-trigger.service systemd-udevd-control.socket \
    systemd-udevd-kernel.socket systemd-binfmt.service proc-sys-fs-binfmt_misc.automount e2scrub_reap.service \
    apt-daily.timer apt-daily-upgrade.timer; do
    ln -s /dev/null "$1/$unit"
  done
}

start_vm() { # start_vm HOST
  local host=$1 dir=$RUN/$1 file n nic options=() memory=384
  n=$(number "$host")
  case $host in w*) vm_units "$dir/upper/etc/systemd/system" ;; esac
  vm_script "$host" >"$dir/upper/etc/lab-network"
  chmod 755 "$dir/upper/etc/lab-network"
  # It has a clock of its own to set.
  for file in "$dir"/upper/etc/{inittab,systemd/system/lab-chrony.service}; do
    [ ! -e "$file" ] || sed -i 's/chronyd -x/chronyd/' "$file"
  done
  echo 'makestep 0.1 -1' >>"$dir/upper/etc/chrony/chrony.conf"
  vm_init "$host" >"$dir/init"
  chmod 755 "$dir/init"
  # The kernel unpacks one archive after the other.
  {
    cat "$LAB/vm/initrd.gz"
    (cd "$dir" && find init upper | busybox cpio -o -H newc 2>/dev/null | gzip -1)
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
  case $host in
    # As much as installers ask for.
    w*) memory=${MEMORY[$host]:-2304} ;;
    *) options+=(-no-reboot) ;;
  esac
  # An interpreter is fast at code that it has seen at the same address: with norandmaps programs start several times as fast.
  # The processor is the oldest that has all that programs of today ask for; each feature more costs time.
  # No write reaches the image: what a machine writes goes to a file without a name in its own directory.
  TMPDIR=$dir at_seat setsid qemu-system-x86_64 -accel tcg,tb-size=256 -M pc -cpu Nehalem -m "$memory" -nodefaults \
    -display none -serial "file:$dir/console" -chardev "pipe,id=monitor,path=$dir/monitor" -mon monitor \
    -uuid "$(echo "$RUN $host" | md5sum | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/')" \
    -kernel "$LAB/vm/vmlinuz" -initrd "$dir/initrd.gz" \
    -append 'console=ttyS0 quiet panic=-1 norandmaps mitigations=off init_on_alloc=0' \
    -drive "file=$LAB/vm/root.img,format=raw,if=virtio,snapshot=on" -drive "file=$dir/disk1,format=raw,if=virtio" \
    -drive "file=$dir/disk2,format=raw,if=virtio" "${options[@]}" </dev/null >"$dir/log" 2>&1 &
}

in_vm() { # in_vm HOST COMMAND...
  local host=$1
  is_up "$host"
  shift
  # A machine that went away in the middle is asked whether it is still there, and once it is back it says no.
  at_seat ssh -F "$RUN/ssh_config" -o BatchMode=yes -o LogLevel=ERROR -o ServerAliveInterval=5 -o ServerAliveCountMax=100 "$host" "$(printf '%q ' "$@")"
}

# Boots machines again, and waits until each has a new boot id, its SSH server greets, and systemd has started all.
reboot_vms() { # reboot_vms HOST...
  local host now
  local -A before=()
  for host; do
    case $host in w*) ;; *) die "only machines of kind w can be booted again, not $host" ;; esac
    before[$host]=$(boot_id "$host")
  done
  for host; do
    # It takes its network down with it, and this connection.
    in_vm "$host" systemctl reboot --force || true
  done
  for host; do
    while :; do
      answers "$host" || die "$host does not answer after its reboot; see $RUN/$host/console"
      now=$(boot_id "$host" 2>/dev/null) || now=${before[$host]}
      [ "$now" = "${before[$host]}" ] || break
    done
    in_vm "$host" systemctl is-system-running --wait >/dev/null || true
  done
}

boot_id() { in_vm "$1" cat /proc/sys/kernel/random/boot_id; }

# A command to QEMU itself, where cables are: qemu-monitor(7).
at_monitor() { # at_monitor HOST COMMAND
  echo "$2" >"$RUN/$1/monitor.in"
}

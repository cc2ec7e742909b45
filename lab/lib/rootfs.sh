# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# The file systems that hosts share: 'rootfs', a small Debian, and layers over it, such as what a Docker engine adds.

# A host is what the installer finds at a customer, so that every check of the shipped profiles has something to look at.
PACKAGES=openssh-server,iproute2,iputils-ping,jq,sudo,procps,kmod,systemd,systemd-sysv,dbus,cron,logrotate
PACKAGES+=,isc-dhcp-client,nftables,iptables,fish,tcsh,busybox-static,faketime,locales,opendoas,e2fsprogs,less
# With what links and name servers are tried, and a clock that is kept.
PACKAGES+=,iputils-arping,iputils-tracepath,bind9-dnsutils,python3-minimal,netcat-openbsd,socat,tcpdump,telnet,curl,chrony,acl

# The mirror that this machine itself installs from.
mirror() {
  local site
  # shellcheck disable=SC2016 # the words are apt's, not the shell's
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | head -n 1)
  [ -n "$site" ] || die "this machine has no Debian mirror in its sources of packages"
  echo "$site"
}

# A file system is ready if it was built with the packages that are wanted now.
ready() { # ready NAME
  [ "$(cat "$LAB/$1.done" 2>/dev/null)" = "$PACKAGES" ]
}

built() {
  ready rootfs && ready docker
}

build() {
  ! built || return 0
  local tool
  for tool in debootstrap busybox dropbear dnsmasq nft; do
    command -v "$tool" >/dev/null || die "needs the program $tool: .ci/run installs what the lab takes"
  done
  mkdir -p "$LAB"
  ready rootfs || build_rootfs
  ready docker || build_docker
}

build_rootfs() {
  local suite
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  rm -rf "$LAB/rootfs"
  debootstrap --variant=minbase --include="$PACKAGES" "$suite" "$LAB/rootfs" "$(mirror)" >"$LAB/build.log" 2>&1 ||
    die "debootstrap failed; see $LAB/build.log"
  printf '%s.UTF-8 UTF-8\n' de_DE zh_CN >"$LAB/rootfs/etc/locale.gen"
  chroot "$LAB/rootfs" locale-gen >>"$LAB/build.log" 2>&1
  rm -rf "$LAB"/rootfs/etc/ssh/ssh_host_* "$LAB"/rootfs/var/cache/apt/archives/*.deb "$LAB"/rootfs/var/log/*.log
  echo "$PACKAGES" >"$LAB/rootfs.done"
}

# The engine lies over the Debian as a layer of its own, so that other hosts have none.
build_docker() {
  mount_layer docker
  in_layer docker 'apt-get update -qq && apt-get install -y -qq --no-install-recommends docker.io'
  umount_layer docker
  echo "$PACKAGES" >"$LAB/docker.done"
}

# So do the firewalls that sites have, of which a host runs one: neither starts by itself.
build_walls() {
  build
  ! ready walls || return 0
  mount_layer walls
  in_layer walls 'apt-get update -qq && apt-get install -y -qq --no-install-recommends firewalld ufw &&
    systemctl disable firewalld ufw'
  umount_layer walls
  echo "$PACKAGES" >"$LAB/walls.done"
}

# Begins a layer over the Debian: NAME.merged shows both, and what is written there stays in NAME.
mount_layer() { # mount_layer NAME
  local name=$LAB/$1
  # One that was broken off.
  umount "$name.merged" 2>/dev/null || true
  rm -rf "$name" "$name.work"
  mkdir -p "$name" "$name.work" "$name.merged"
  # An overlay's upper directory must not lie on an overlay: some machines' disks are one.
  mount -t overlay -o "lowerdir=$LAB/rootfs,upperdir=$name,workdir=$name.work" lab "$name.merged" ||
    die "this kernel mounts no overlay here; put PREFLIGHT_LAB on another file system"
}

in_layer() { # in_layer NAME SHELL_COMMANDS: with the network of the machine
  local merged=$LAB/$1.merged
  cp /etc/resolv.conf "$merged/etc/resolv.conf"
  if ! chroot "$merged" env DEBIAN_FRONTEND=noninteractive sh -c "$2" >>"$LAB/build.log" 2>&1; then
    umount "$merged"
    die "the layer $1 failed; see $LAB/build.log"
  fi
  rm -rf "$merged"/var/cache/apt/archives/*.deb "$merged"/var/lib/apt/lists/* "$merged/etc/resolv.conf"
}

umount_layer() { # umount_layer NAME
  umount "$LAB/$1.merged"
  rm -rf "$LAB/$1.work" "$LAB/$1.merged"
}

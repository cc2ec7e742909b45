# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# What is inside a host, and how it starts. A host has mount, process, host name, IPC and network namespaces of its own,
# busybox's init or systemd as process 1, and a real SSH server.

# Every user but nolog may log in with the lab's key. ops may do all by sudo without a password, opspw with one.
USERS=(ops:/bin/bash opspw:/bin/bash deploy:/bin/bash plain:/bin/sh nolog:/usr/sbin/nologin fishy:/usr/bin/fish cshy:/bin/tcsh)

SBIN_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# The sudo password of opspw: nowhere else on the machine, so that a test can look for it everywhere.
SUDO_PASSWORD=${PREFLIGHT_LAB_PASSWORD:-lab-Horse-77-staple}

debian_host() { # debian_host DIRECTORY NAME
  local dir=$1 number=1000 entry user
  mkdir -p "$dir/etc/ssh/sshd_config.d" "$dir/etc/sudoers.d" "$dir/root/.ssh"
  ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$dir/etc/ssh/ssh_host_ed25519_key"
  cp "$dir/etc/ssh/ssh_host_ed25519_key.pub" "$RUN/$2/hostkey.pub"
  echo 'UseDNS no' >"$dir/etc/ssh/sshd_config.d/lab.conf"
  echo "$2" >"$dir/etc/hostname"
  # What all hosts have from one image they may not share.
  echo "$RUN $2" | md5sum | cut -d' ' -f1 >"$dir/etc/machine-id"
  printf '127.0.0.1 localhost\n%s %s\n' "$(address "$2" 0)" "$2" >"$dir/etc/hosts"
  echo "nameserver $SEAT" >"$dir/etc/resolv.conf"
  printf '10.78.0.1\n10.78.0.2\n' >"$dir/etc/acme-peers"
  # A healthy host lets users find what lies in the sbin directories, as Ubuntu's does.
  mkdir -p "$dir/etc/profile.d"
  echo "PATH=$SBIN_PATH" >"$dir/etc/environment"
  echo "PATH=$SBIN_PATH" >"$dir/etc/profile.d/lab-path.sh"
  install -m 600 "$LAB/key.pub" "$dir/root/.ssh/authorized_keys"
  cp "$LAB/rootfs/etc/passwd" "$LAB/rootfs/etc/group" "$dir/etc/"
  install -m 640 -g shadow "$LAB/rootfs/etc/shadow" "$dir/etc/shadow"
  for entry in "${USERS[@]}"; do
    user=${entry%%:*}
    echo "$user:x:$number:$number::/home/$user:${entry#*:}" >>"$dir/etc/passwd"
    echo "$user:*:20000:0:99999:7:::" >>"$dir/etc/shadow"
    echo "$user:x:$number:" >>"$dir/etc/group"
    mkdir -p "$dir/home/$user/.ssh"
    cp "$LAB/key.pub" "$dir/home/$user/.ssh/authorized_keys"
    cp "$LAB/rootfs/etc/skel/.bashrc" "$LAB/rootfs/etc/skel/.profile" "$dir/home/$user/"
    chown -R "$number:$number" "$dir/home/$user"
    number=$((number + 1))
  done
  # root has the same one, for su.
  sed -i "s|^root:[^:]*:|root:$(openssl passwd -6 -stdin <<<"$SUDO_PASSWORD"):|" "$dir/etc/shadow"
  sed -i "s|^opspw:\*:|opspw:$(openssl passwd -6 -stdin <<<"$SUDO_PASSWORD"):|" "$dir/etc/shadow"
  printf 'ops ALL=(ALL) NOPASSWD: ALL\nopspw ALL=(ALL) ALL\ndeploy ALL=(ALL) NOPASSWD: ALL\n' >"$dir/etc/sudoers.d/lab"
  chmod 440 "$dir/etc/sudoers.d/lab"
  printf 'permit nopass ops as root\npermit opspw as root\n' >"$dir/etc/doas.conf"
  printf '%s\n' '::sysinit:/etc/lab-network' '::respawn:/usr/sbin/sshd -D -e' '::respawn:/usr/sbin/cron -f' \
    '::respawn:/usr/sbin/chronyd -x -d' >"$dir/etc/inittab"
  # It follows the seat's and, by -x, leaves the machine's clock alone.
  mkdir -p "$dir/etc/chrony"
  echo "server $SEAT iburst minpoll -4 maxpoll 4" >"$dir/etc/chrony/chrony.conf"
  case $2 in [swf]*) systemd_units "$dir" ;; esac
  case $2 in [vw]*) ;; *) kernel_log "$dir" ;; esac
}

# The machine's kernel log shows what other hosts do, and forgets: a host has one of its own, which the real dmesg reads.
kernel_log() { # kernel_log DIRECTORY
  mkdir -p "$1/var/lib" "$1/usr/local/sbin"
  printf '<5>[    0.000000] Linux version %s\n' "$(uname -r)" >"$1/var/lib/lab-kmsg"
  chmod 600 "$1/var/lib/lab-kmsg"
  # shellcheck disable=SC2016 # for the shell in the host
  printf '#!/bin/sh\nexec /usr/bin/dmesg -F /var/lib/lab-kmsg "$@"\n' >"$1/usr/local/sbin/dmesg"
  chmod 755 "$1/usr/local/sbin/dmesg"
}

# What a machine would have and a namespace has not is masked; the network is set up before sshd starts.
systemd_units() {
  local units=$1/etc/systemd/system unit
  mkdir -p "$units/multi-user.target.wants"
  printf '[Unit]\nDefaultDependencies=no\nBefore=ssh.service\n[Service]\nType=oneshot\nExecStart=/etc/lab-network\n' \
    >"$units/lab-network.service"
  ln -s ../lab-network.service "$units/multi-user.target.wants/lab-network.service"
  ln -s /lib/systemd/system/multi-user.target "$units/default.target"
  for unit in systemd-logind systemd-networkd systemd-udevd nftables console-getty chrony; do
    ln -s /dev/null "$units/$unit.service"
  done
  printf '[Service]\nExecStart=/usr/sbin/chronyd -x -d\n' >"$units/lab-chrony.service"
  ln -s ../lab-chrony.service "$units/multi-user.target.wants/lab-chrony.service"
}

# As Alpine is: busybox and dropbear, and nothing else; no bash, no sudo, no jq.
alpine_host() { # alpine_host DIRECTORY NAME
  local dir=$1 library
  mkdir -p "$dir"/{bin,sbin,etc/dropbear,root/.ssh,proc,sys,dev,run,tmp,var,mnt,usr/bin,usr/sbin,lib/x86_64-linux-gnu,lib64}
  cp /bin/busybox "$dir/bin/"
  chroot "$dir" /bin/busybox --install -s /bin
  ln -s ../bin/busybox "$dir/sbin/init"
  cp /usr/sbin/dropbear "$dir/usr/sbin/"
  { ldd /usr/sbin/dropbear; ldd /bin/ls; } | grep -o '/[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$dir$(dirname "$library")"
    cp -L "$library" "$dir$library"
  done
  ldconfig -p | awk '/libnss_(files|compat)\.so.*x86-64/ { print $NF }' | while read -r library; do
    cp -L "$library" "$dir/lib/x86_64-linux-gnu/"
  done
  echo root:x:0:0:root:/root:/bin/ash >"$dir/etc/passwd"
  echo root:x:0: >"$dir/etc/group"
  echo /bin/ash >"$dir/etc/shells"
  echo 'root:*:20000::::::' >"$dir/etc/shadow"
  install -m 600 "$LAB/key.pub" "$dir/root/.ssh/authorized_keys"
  chmod 700 "$dir/root" "$dir/root/.ssh"
  dropbearkey -t ed25519 -f "$dir/etc/dropbear/key" 2>/dev/null | grep '^ssh-' >"$RUN/$2/hostkey.pub"
  printf '%s\n' '::sysinit:/etc/lab-network' '::respawn:/usr/sbin/dropbear -F -E -r /etc/dropbear/key' >"$dir/etc/inittab"
  printf 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.1\nPRETTY_NAME="Alpine Linux v3.19"\n' >"$dir/etc/os-release"
  echo "nameserver $SEAT" >"$dir/etc/resolv.conf"
}

network_script() { # network_script HOST
  cat <<SCRIPT
#!/bin/sh
k=0
while [ ! -e /sys/class/net/eth1 ] && [ \$k -lt 200 ]; do
  sleep 0.05
  k=\$((k + 1))
done
ip link set lo up
ip addr add $(address "$1" 0)/24 dev eth0
ip addr add $(address "$1" 1)/24 dev eth1
ip link set eth0 up
ip link set eth1 up
ip route add default via $SEAT
SCRIPT
}

# Process 1 of a host until it hands over: makes the root, changes into it and becomes its init.
become_host() { # become_host HOST
  local host=$1 dir=$RUN/$1 root=$RUN/$1/root lower=$LAB/rootfs prepare='' init='/bin/busybox init' device
  hostname "$host"
  case $host in
    d*) lower=$LAB/docker:$LAB/rootfs ;;
    s*) init=/sbin/init ;;
    f*)
      lower=$LAB/walls:$LAB/rootfs
      init=/sbin/init
      ;;
    a*) init=/sbin/init ;;
  esac
  case $host in
    a*) mount --bind "$dir/upper" "$root" ;;
    *) mount -t overlay -o "lowerdir=$lower,upperdir=$dir/upper,workdir=$dir/work" "$host" "$root" ;;
  esac
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mkdir -p "$root/run/sshd" "$root/run/udev/data" "$root/mnt"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666,gid=5,mode=620 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  mkfifo "$root/dev/initctl"
  for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 fuse:10:229; do
    mknod -m 666 "$root/dev/${device%%:*}" c "$(cut -d: -f2 <<<"$device")" "${device##*:}"
  done
  ln -s null "$root/dev/console"
  network_script "$host" >"$root/etc/lab-network"
  chmod 755 "$root/etc/lab-network"
  case $host in
    [sf]*)
      own_cgroup "$host" ''
      prepare='mount -t cgroup2 cgroup2 /sys/fs/cgroup; export container=lab'
      ;;
    d*)
      own_cgroup "$host" "$(controllers)"
      prepare="mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup; cd /sys/fs/cgroup
        for c in $(controllers); do mkdir \$c; mount -t cgroup -o \$c cgroup \$c; done
        mkdir unified; mount -t cgroup2 cgroup2 unified; cd /
        mkdir -p /var/lib/docker; mount -t tmpfs -o size=2g tmpfs /var/lib/docker"
      ;;
  esac
  cd "$root" || exit
  pivot_root . mnt
  local share=()
  [ -z "$prepare" ] || share=(-C)
  exec unshare "${share[@]}" chroot . /bin/sh -c "umount -l /mnt; $prepare
    exec $init"
}

# Controllers of cgroup v1 that the machine has mounted.
controllers() {
  local c
  while read -r c; do
    [ ! -d "/sys/fs/cgroup/$c" ] || printf '%s ' "$c"
  done < <(awk '$4 == 1 && $2 > 0 { print $1 }' /proc/cgroups)
}

unified() {
  if [ -d /sys/fs/cgroup/unified ]; then echo /sys/fs/cgroup/unified; else echo /sys/fs/cgroup; fi
}

# A control group of its own in each hierarchy, so that what a host does to them stays its own.
own_cgroup() { # own_cgroup HOST CONTROLLERS
  local c group
  for c in $2; do
    group=/sys/fs/cgroup/$c/$ID.$1
    mkdir -p "$group"
    if [ "$c" = cpuset ]; then
      cat /sys/fs/cgroup/cpuset/cpuset.cpus >"$group/cpuset.cpus"
      cat /sys/fs/cgroup/cpuset/cpuset.mems >"$group/cpuset.mems"
    fi
    echo 1 >"$group/cgroup.procs"
  done
  group=$(unified)/$ID.$1
  mkdir -p "$group"
  echo 1 >"$group/cgroup.procs"
}

start_dockerd() { # start_dockerd HOST
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c '
    for f in /sys/fs/cgroup/*/cgroup.procs; do echo $$ >"$f"; done 2>/dev/null
    mkdir -p /etc/docker
    if [ ! -e /etc/docker/daemon.json ]; then
      # An engine that runs without it would be older than its file.
      pkill -x dockerd && while pgrep -x dockerd >/dev/null; do sleep 0.1; done
      echo "{\"log-driver\": \"local\"}" >/etc/docker/daemon.json
    fi
    setsid dockerd </dev/null >/var/log/dockerd.out 2>&1 &
    k=0
    until docker info >/dev/null 2>&1; do
      k=$((k + 1))
      [ $k -lt 150 ] || { tail -n 5 /var/log/dockerd.out; exit 1; }
      sleep 0.2
    done
    docker image inspect box >/dev/null 2>&1 && exit 0
    mkdir -p /tmp/box/bin && cp /bin/busybox /tmp/box/bin && ln -sf busybox /tmp/box/bin/sh
    ln -sf busybox /tmp/box/bin/sleep && tar -C /tmp/box -c . | docker import - box >/dev/null && rm -rf /tmp/box'
}

# shellcheck shell=bash
# Faults of files and file systems.

# /etc/docker/daemon.json [empty|bad]
fault_daemon_json() {
  case ${2:-empty} in
    empty) put "$1" /etc/docker/daemon.json </dev/null ;;
    *) echo '{ "log-driver": "json-file", }' | put "$1" /etc/docker/daemon.json ;;
  esac
}

# files are logged and nothing rotates them
fault_log_rotation() {
  keep "$1" /etc/cron.daily/logrotate
  rm -f "$(root_of "$1")/etc/cron.daily/logrotate"
  seq 1000 | put "$1" /var/log/syslog
}

# a program that writes to a log without end, in a directory of 64 MB
fault_log_growth() {
  undo "in_host $1 sh -c 'umount -l /var/log/acme; rmdir /var/log/acme'"
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-writer) || :'"
  in_host "$1" sh -c 'mkdir -p /var/log/acme && mount -t tmpfs -o size=64m lab-growth /var/log/acme'
  in_background "$1" /bin/bash -c 'exec -a lab-writer python3 -c "
import time
while True:
    open(\"/var/log/acme/app.log\", \"a\").write(\"x\" * 65536)
    time.sleep(0.2)"'
}

# two addresses on one line of a list that has one a line
fault_list_file() {
  echo '10.78.0.1,10.78.0.2' | put "$1" /etc/acme-peers
}

# no room in DIRECTORY [/home/ops]
fault_disk_full() {
  local dir=${2:-/home/ops} owner
  owner=$(in_host "$1" stat -c %u:%g "$dir")
  in_host "$1" sh -c "mount -t tmpfs -o size=1m,mode=755 lab-full $dir && chown $owner $dir && cp -a /home/deploy/.ssh $dir/ && chown -R $owner $dir/.ssh
    head -c 2000000 /dev/zero >$dir/big 2>/dev/null; i=0; while : >$dir/\$i 2>/dev/null && [ \$i -lt 2000 ]; do i=\$((i + 1)); done; :"
  undo "in_host $1 umount -l $dir"
}

# the whole file system read-only
fault_read_only() {
  undo "in_host $1 mount -o remount,rw /"
  in_host "$1" mount -o remount,ro /
}

# /tmp where nothing can be run
fault_noexec_tmp() {
  undo "in_host $1 umount /tmp"
  in_host "$1" mount -t tmpfs -o noexec,mode=1777 tmpfs /tmp
}

# a home directory of USER [ops] where nothing can be run
fault_noexec_home() {
  local dir=/home/${2:-ops} owner
  owner=$(in_host "$1" stat -c %u:%g "$dir")
  undo "in_host $1 umount -l $dir"
  in_host "$1" sh -c "mount -t tmpfs -o noexec,mode=755 lab-noexec $dir && chown $owner $dir && cp -a /home/deploy/.ssh $dir/ && chown -R $owner $dir/.ssh"
}

# a mount whose server never answers, at DIRECTORY [/srv/nfs]
fault_hung_mount() {
  local dir=${2:-/srv/nfs}
  in_host "$1" mkdir -p "$dir"
  in_background "$1" /bin/bash -c "exec 9<>/dev/fuse; mount -i -t fuse -o fd=9,rootmode=40000,user_id=0,group_id=0 filer:/export $dir
    exec -a lab-filer sleep infinity"
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-filer); umount -l $dir; rmdir $dir'"
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'k=0; until grep -q "^filer:/export" /proc/self/mounts; do k=$((k + 1)); [ $k -lt 100 ] || exit 1; sleep 0.05; done'
}

# a DIRECTORY [/home/ops] in whose file system there is room and no inode
fault_inodes_full() {
  local dir=${2:-/home/ops} owner
  owner=$(in_host "$1" stat -c %u:%g "$dir")
  undo "in_host $1 umount -l $dir"
  in_host "$1" sh -c "mount -t tmpfs -o size=8m,nr_inodes=40,mode=755 lab-inodes $dir && chown $owner $dir && cp -a /home/deploy/.ssh $dir/ && chown -R $owner $dir/.ssh
    i=0; while touch $dir/\$i 2>/dev/null && [ \$i -lt 200 ]; do i=\$((i + 1)); done; :"
}

# processes of others are hidden [2]: 1 hides what they are, 2 that they are
fault_hidepid() {
  undo "in_host $1 mount -o remount,hidepid=0 /proc"
  in_host "$1" mount -o "remount,hidepid=${2:-2}" /proc
}

# no PROGRAM... [/bin/sh]
fault_no_program() {
  local host=$1 file
  shift
  for file in "${@:-/bin/sh}"; do
    file=$(in_host "$host" readlink -f "$file")
    undo "mv \$(root_of $host)$file.away \$(root_of $host)$file"
    mv "$(root_of "$host")$file" "$(root_of "$host")$file.away"
  done
}

# a mount that never answers, first on the PATH of root, to whom alone the mount answers with silence
fault_hung_path() {
  fault_hung_mount "$1" /srv/nfs
  # shellcheck disable=SC2016 # for the shell in the host
  echo 'PATH=/srv/nfs/bin:$PATH' | put "$1" /root/.bashrc
}

# a clock that jumps: what starts from now on sees another time [+3600s]
fault_clock() {
  undo "restart_sshd $1"
  echo "${2:-+3600s}" | put "$1" /etc/faketimerc
  find "$(root_of "$1")/usr/lib" -name libfaketime.so.1 -printf '/usr/lib/%P\n' | put "$1" /etc/ld.so.preload
  restart_sshd "$1"
}

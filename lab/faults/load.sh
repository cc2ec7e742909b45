# shellcheck shell=bash disable=SC2154 # RUN comes from the command 'lab'
# Faults of load and processes. Load is the machine's: every host of the lab sees it.

# a megabyte a second from a host to HOST [h2]; no fault, but without it none of the network shows
fault_traffic() {
  local to=${2:-h2}
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-traffic) || :'"
  undo "in_host $to sh -c 'kill \$(pgrep -f ^lab-sink) || :'"
  in_background "$to" /bin/bash -c 'exec -a lab-sink socat -u TCP-LISTEN:7700,reuseaddr /dev/null'
  in_background "$1" /bin/bash -c "exec -a lab-traffic python3 -c '
import socket, time
for _ in range(50):
    try:
        s = socket.create_connection((\"$(address "$to" 0)\", 7700))
        break
    except OSError:
        time.sleep(0.1)
while True:
    s.sendall(bytes(14000))
    time.sleep(0.01)'"
}

# one of PACKETS [30] packets of that traffic is lost at the switch
fault_tcp_loss() {
  local rule
  at_seat nft 'add chain bridge lab cforward { type filter hook forward priority 0; }'
  rule=$(at_seat nft -ea add rule bridge lab cforward iifname "p0.$(number "$1")" ip protocol tcp tcp dport 7700 \
    numgen random mod "${2:-30}" 0 drop | grep -o 'handle [0-9]*')
  undo "at_seat nft delete rule bridge lab cforward $rule"
}

# a process that starts THREADS [20] more threads every second
fault_thread_leak() {
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-leak) || :'"
  in_background "$1" /bin/bash -c "exec -a lab-leak python3 -c '
import threading, time
threading.stack_size(65536)
while True:
    for _ in range(${2:-20}):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    time.sleep(1)'"
}

# COUNT [40] tasks that wait and cannot be killed by less than SIGKILL: parents of a vfork whose children sleep
fault_io_wait() {
  undo "in_host $1 sh -c 'kill -9 \$(pgrep -f ^lab-wait) || :'"
  in_background "$1" /bin/bash -c "for i in \$(seq ${2:-40}); do
      exec -a lab-wait perl -e 'my \$v = syscall(58); if (\$v == 0) { select(undef, undef, undef, 600); syscall(60, 0) }' &
    done; wait"
}

# a container that has all but one of the 64 tasks that it may have; for a host of kind d whose engine runs
fault_pids_limit() {
  undo "in_host $1 docker rm -f lab-pids >/dev/null"
  # shellcheck disable=SC2016 # for the shell in the container
  in_host "$1" docker run -d --name lab-pids --pids-limit 64 --log-driver local box /bin/busybox sh -c \
    'i=0; while [ $i -lt 62 ]; do sleep 100000 & i=$((i + 1)); done; wait' >/dev/null
}

# a process "lab-burn" that ends by itself after SECONDS [5]
fault_finite_run() {
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-burn) 2>/dev/null || :'"
  in_background "$1" /bin/bash -c "exec -a lab-burn sleep ${2:-5}"
}

# the end of a session over SSH kills all that its user runs, as logind with KillUserProcesses=yes and tools of sites do
fault_session_kill() {
  # shellcheck disable=SC2016 # '$' is sed's last line
  edit "$1" /etc/pam.d/sshd '$a session optional pam_exec.so type=close_session /usr/local/sbin/lab-logout'
  # shellcheck disable=SC2016 # for the shell in the host
  printf '#!/bin/sh\npkill -KILL -u "$PAM_USER"\n' | put "$1" /usr/local/sbin/lab-logout
  chmod 755 "$(root_of "$1")/usr/local/sbin/lab-logout"
}

# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# Faults that only a look at several hosts can find. OTHER is a host that has the same afterwards.

# 'date' says that it is SECONDS [37] later than it is. A clock cannot be set for one host: it is the machine's. Only date
# is told so: an sshd that runs under libfaketime is killed by its own sandbox.
fault_clock_skew() {
  printf '#!/bin/sh\nexec env LD_PRELOAD=%s FAKETIME=%+ds /bin/date "$@"\n' \
    /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 "${2:-37}" | put "$1" /usr/local/sbin/date
  chmod 755 "$(root_of "$1")/usr/local/sbin/date"
}

# the time zone ZONE [Asia/Shanghai]
fault_time_zone() {
  keep "$1" /etc/localtime
  ln -sfn "/usr/share/zoneinfo/${2:-Asia/Shanghai}" "$(root_of "$1")/etc/localtime"
}

# the machine id of OTHER, as a cloned image has it
fault_machine_id() {
  put "$1" /etc/machine-id <"$(root_of "$2")/etc/machine-id"
}

# the name of OTHER
fault_host_name() {
  undo "in_host $1 hostname $1"
  in_host "$1" hostname "$2"
}

# one address, ADDRESS [10.77.0.200], on the eth0 of this host and of OTHER, beside those by which they are reached
fault_same_ip() {
  local host
  for host in "$1" "$2"; do
    undo "in_host $host ip addr del ${3:-10.77.0.200}/24 dev eth0"
    in_host "$host" ip addr add "${3:-10.77.0.200}/24" dev eth0
  done
}

# eth1, over which the default route goes now, has the hardware address that OTHER has on eth0: on two wires, so that
# both are still reached
fault_same_mac() {
  undo "in_host $1 ip route replace default via $SEAT"
  undo "in_host $1 ip link set eth1 address $(in_host "$1" cat /sys/class/net/eth1/address)"
  in_host "$1" ip link set eth1 address "$(in_host "$2" cat /sys/class/net/eth0/address)"
  in_host "$1" ip route replace default via 10.78.0.1
}

# a kernel that says it is 2.6, to every session of SSH; its release is the machine's and cannot be another
fault_old_kernel() {
  undo "in_host $1 kill -HUP 1; restart_sshd $1"
  edit "$1" /etc/inittab 's|/usr/sbin/sshd|/usr/bin/setarch --uname-2.6 &|'
  in_host "$1" kill -HUP 1
  restart_sshd "$1"
}

# a SETTING=VALUE of the kernel [net.ipv4.tcp_keepalive_time=600], one that is the host's own
fault_sysctl() {
  local setting=${2:-net.ipv4.tcp_keepalive_time=600}
  undo "in_host $1 sysctl -qw ${setting%%=*}=$(in_host "$1" sysctl -n "${setting%%=*}")"
  in_host "$1" sysctl -qw "$setting"
}

# a container NAME [db-proxy] on this host and on OTHER, both of a swarm and in one overlay network; both hosts run an
# engine: lab dockerd
fault_container_twin() {
  local name=${3:-db-proxy} host token
  for host in "$1" "$2"; do
    undo "in_host $host docker swarm leave --force >/dev/null"
  done
  in_host "$2" docker swarm init --advertise-addr "$(address "$2" 1)" >/dev/null
  token=$(in_host "$2" docker swarm join-token -q worker)
  in_host "$1" docker swarm join --advertise-addr "$(address "$1" 1)" --token "$token" "$(address "$2" 1):2377" >/dev/null
  undo "in_host $2 docker network rm lab-overlay >/dev/null"
  in_host "$2" docker network create -d overlay --attachable lab-overlay >/dev/null
  for host in "$1" "$2"; do
    lab_container "$host" "$name" lab-overlay
  done
}

# a container NAME [agent] on this host and on OTHER, in a bridge of one name, which is another network on each: what
# must not be taken for a fault
fault_container_namesake() {
  local host
  for host in "$1" "$2"; do
    undo "in_host $host docker network rm lab-bridge >/dev/null"
    in_host "$host" docker network create lab-bridge >/dev/null
    lab_container "$host" "${3:-agent}" lab-bridge
  done
}

# the engine is gone with all that it ran, as when the power fails, until the fault is taken out
fault_engine_killed() {
  undo "start_dockerd $1"
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'engine=$(cat /var/run/docker.pid) daemon=$(cat /var/run/docker/containerd/containerd.pid)
    ran=$(docker ps -q) && [ -z "$ran" ] || ran=$(docker inspect --format "{{.State.Pid}}" $ran)
    kill -9 "$engine" "$daemon" $ran
    while [ -d "/proc/$engine" ]; do sleep 0.05; done
    rm -f /var/run/docker.pid'
}

lab_container() { # lab_container HOST NAME NETWORK
  undo "in_host $1 docker rm -f $2 >/dev/null"
  in_host "$1" docker run -d --name "$2" --restart always --network "$3" box /bin/sleep 100000 >/dev/null
}

# shellcheck shell=bash
# Faults of a host of kind d whose engine runs: lab dockerd HOST.

# COUNT [9] containers with --cpu-shares=SHARES [128] on a host that shows CPUS [32] processors: by classic Swarm's
# reckoning each takes its part of 1024 of the host, and on a machine of few processors a small part is none
fault_cpu_shares() {
  local i
  undo "in_host $1 sh -c 'docker rm -f \$(docker ps -aq --filter name=lab-shares) >/dev/null; umount /sys/devices/system/cpu/online'"
  in_host "$1" sh -c "echo 0-$((${4:-32} - 1)) >/run/lab-cpus; mount --bind /run/lab-cpus /sys/devices/system/cpu/online"
  for i in $(seq "${3:-9}"); do
    in_host "$1" docker run -d --name "lab-shares-$i" --cpu-shares="${2:-128}" box /bin/sleep 100000 >/dev/null
  done
}

# a default for new containers that has no limit
fault_log_default() {
  echo '{ "log-driver": "json-file" }' | put "$1" /etc/docker/daemon.json
}

# a container whose log has no limit: it does not have the driver of the daemon, and so none of its limits
fault_log_limits() {
  undo "in_host $1 docker rm -f lab-chatty >/dev/null"
  in_host "$1" docker run -d --name lab-chatty --log-driver json-file box /bin/sleep 100000 >/dev/null
}

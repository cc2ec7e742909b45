# shellcheck shell=bash
# Faults of a host of kind d whose engine runs: lab dockerd HOST.

# containers with --cpu-shares=SHARES [128] that fill a host of the machine's CPUs by classic Swarm's reckoning
fault_cpu_shares() {
  local i
  undo "in_host $1 sh -c 'docker rm -f \$(docker ps -aq --filter name=lab-shares) >/dev/null'"
  for i in $(seq "${3:-9}"); do
    in_host "$1" docker run -d --name "lab-shares-$i" --cpu-shares="${2:-128}" --log-opt max-size=1m --log-opt max-file=2 box /bin/sleep 100000 >/dev/null
  done
}

# a container whose log has no limit: it does not have the driver of the daemon, and so none of its limits
fault_log_limits() {
  undo "in_host $1 docker rm -f lab-chatty >/dev/null"
  in_host "$1" docker run -d --name lab-chatty --log-driver json-file box /bin/sleep 100000 >/dev/null
}

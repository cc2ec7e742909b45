# shellcheck shell=bash disable=SC2154 # SEAT comes from lib/net.sh
# Faults between hosts, at the switch that joins them and at the hosts themselves.

# what goes from the host to TO [any] and matches RULE... is dropped at the switch
fault_wire_drop() {
  wire "$1" "${2:-any}" "${@:3}" drop
}

# one in N [20] of the datagrams from the host to TO [any] is lost
fault_wire_loss() {
  wire "$1" "${2:-any}" ip protocol udp numgen random mod "${3:-20}" 0 drop
}

# datagrams from the host to TO [any] come from ADDRESS [10.78.0.99]
fault_wire_nat() {
  wire "$1" "${2:-any}" ip protocol udp ip saddr set "${3:-10.78.0.99}"
}

wire() { # wire FROM TO RULE...
  local from rule to=()
  from=$(number "$1")
  [ "$2" = any ] || to=(oifname "{ p0.$(number "$2"), p1.$(number "$2") }")
  shift 2
  at_seat nft 'add chain bridge lab cforward { type filter hook forward priority 0; }'
  rule=$(at_seat nft -ea add rule bridge lab cforward iifname "{ p0.$from, p1.$from }" "${to[@]}" "$@" | grep -o 'handle [0-9]*')
  undo "at_seat nft delete rule bridge lab cforward $rule"
}

# the host's own firewall does this [drop] with UDP to PORT [4789]
fault_host_firewall() {
  undo "in_host $1 nft delete table inet lab"
  in_host "$1" nft "table inet lab { chain input { type filter hook input priority 0; udp dport ${3:-4789} ${2:-drop}; }; }"
}

# something else listens at UDP PORT [4789]
fault_port_taken() {
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-taken) || :'"
  in_background "$1" /bin/bash -c "exec -a lab-taken socat -u UDP4-RECV:${2:-4789} /dev/null"
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'until ss -lun | grep -q ":$1 "; do sleep 0.05; done' wait "${2:-4789}"
}

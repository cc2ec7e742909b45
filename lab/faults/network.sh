# shellcheck shell=bash disable=SC2154 # RUN comes from the command 'lab'
# Faults of the network. What is done at the switch is not to be seen in the host's own settings.

# the cable of eth1 is pulled
fault_carrier() {
  undo "at_seat ip link set p1.$(number "$1") up"
  at_seat ip link set "p1.$(number "$1")" down
}

# an MTU of eth1 [1350]
fault_mtu() {
  undo "in_host $1 ip link set eth1 mtu 1500"
  in_host "$1" ip link set eth1 mtu "${2:-1350}"
}

# a real DHCP server on the wire of eth1 and a real dhclient in the host, which rewrites resolv.conf
fault_dhcp() {
  keep "$1" /etc/resolv.conf
  in_host "$1" mkdir -p /var/lib/dhcp
  at_seat setsid dnsmasq -k -C /dev/null --port=0 --interface=br1 --bind-interfaces --dhcp-authoritative --pid-file= --user=root \
    --dhcp-range=10.78.0.100,10.78.0.150,2m --dhcp-leasefile="$RUN/leases" --dhcp-option=3 \
    --dhcp-option=option:dns-server,192.0.2.53 --dhcp-option=option:domain-name,dhcp.example </dev/null >/dev/null 2>&1 &
  undo "kill $!; rm -f $RUN/leases"
  undo "in_host $1 sh -c 'kill -9 \$(pgrep -x dhclient); rm -f /var/lib/dhcp/*; ip addr flush dev eth1; ip addr add $(address "$1" 1)/24 dev eth1'"
  in_host "$1" timeout 30 dhclient -1 eth1 >/dev/null 2>&1
}

# a name server of the host's own, on 127.0.0.1 alone, which asks the one of the lab
fault_local_dns() {
  printf 'nameserver 127.0.0.1\n' | put "$1" /etc/resolv.conf
  setsid nsenter -t "$(pid_of "$1")" -n -- dnsmasq -k -C /dev/null --no-resolv --no-hosts --listen-address=127.0.0.1 \
    --bind-interfaces --server="$SEAT" --pid-file= --user=root </dev/null >/dev/null 2>&1 &
  undo "kill $!"
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'k=0; while [ $k -lt 100 ]; do ss -lun | grep -q 127.0.0.1:53 && exit; k=$((k + 1)); sleep 0.05; done'
}

# a program that takes no connections, and clients that go on asking for some
fault_listen_overflow() {
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-deaf) || :'"
  deaf_listener "$1"
}

# the same in a container, whose counters are its own; for a host of kind d whose engine runs
fault_container_overflow() {
  undo "in_host $1 docker rm -f lab-box >/dev/null"
  undo "in_host $1 sh -c 'kill \$(pgrep -f ^lab-deaf) || :'"
  in_host "$1" docker run -d --name lab-box --log-driver local box /bin/busybox sleep 100000 >/dev/null
  deaf_listener "$1" nsenter -n -t "$(in_host "$1" docker inspect -f '{{.State.Pid}}' lab-box)"
}

# deaf_listener HOST [COMMAND...]: run by COMMAND
deaf_listener() {
  in_background "$1" "${@:2}" /bin/bash -c "exec -a lab-deaf python3 -c '
import socket, time
server = socket.socket()
server.bind((\"127.0.0.1\", 0))
server.listen(1)
clients = []
while True:
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(server.getsockname())
    clients = clients[-20:] + [client]
    time.sleep(0.1)'"
}

# the host vanishes: no packet reaches it and none leaves it
fault_cut() {
  local chain direction rule
  for chain in cin:iifname cout:oifname; do
    direction=${chain#*:}
    rule=$(at_seat nft -ea add rule bridge lab "${chain%:*}" "$direction" "p0.$(number "$1")" drop | grep -o 'handle [0-9]*')
    undo "at_seat nft delete rule bridge lab ${chain%:*} $rule"
  done
}

# sshd takes connections and says nothing
fault_frozen_sshd() {
  # shellcheck disable=SC2016 # for the shell in the host
  undo "in_host $1 sh -c 'kill -CONT \$(pgrep -f sshd.*[l]istener)'"
  # shellcheck disable=SC2016
  in_host "$1" sh -c 'kill -STOP "$(pgrep -f "sshd.*[l]istener")"'
}

# sshd takes no more connections, because others that never log in have them all
fault_startups_full() {
  fault_sshd "$1" 'MaxStartups 1'
  # The one that asked whether sshd answers may still be counted: who was refused holds nothing.
  at_seat setsid bash -c "until exec 3<>/dev/tcp/$(address "$1" 0)/22 && read -r line <&3 && [[ \$line == SSH-* ]]; do
      sleep 0.05
    done
    touch $RUN/held; exec sleep 1000" </dev/null >/dev/null 2>&1 &
  undo "kill $!; rm -f $RUN/held"
  until [ -e "$RUN/held" ]; do sleep 0.05; done
}

# no sshd
fault_no_sshd() {
  undo "in_host $1 kill -HUP 1; answers $1"
  edit "$1" /etc/inittab '/sshd/d'
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'kill -HUP 1; k=0
    while p=$(pgrep -o -x sshd); do kill "$p" || :; k=$((k + 1)); [ $k -lt 100 ] || exit 1; sleep 0.1; done'
  # Until init has read its table again it may start one more.
  # shellcheck disable=SC2016
  in_host "$1" sh -c 'sleep 0.5; p=$(pgrep -o -x sshd) && kill "$p"; :'
}

# a firewall between host and name server drops UDP 53; TCP and ping pass
fault_dns_drop() {
  local rule
  rule=$(at_seat nft -ea add rule bridge lab cin iifname "p0.$(number "$1")" udp dport 53 drop | grep -o 'handle [0-9]*')
  undo "at_seat nft delete rule bridge lab cin $rule"
}

# LINES of resolv.conf
fault_resolv_conf() {
  printf '%b' "$2" | put "$1" /etc/resolv.conf
}

# two name servers, of which only the first knows the platform's name, and each process begins with another
fault_dns_rotate() {
  at_seat setsid dnsmasq -k -C /dev/null --no-resolv --no-hosts --listen-address=10.78.0.1 --bind-interfaces --pid-file= \
    --user=root --local=/platform.internal/ </dev/null >/dev/null 2>&1 &
  undo "kill $!"
  until at_seat bash -c 'exec 3<>/dev/tcp/10.78.0.1/53' 2>/dev/null; do sleep 0.05; done
  fault_resolv_conf "$1" "options rotate\\nnameserver $SEAT\\nnameserver 10.78.0.1\\n"
}

# a default gateway that nobody has: as on a switch port whose VLAN is not allowed
fault_gateway_gone() {
  undo "in_host $1 ip route replace default via $SEAT"
  in_host "$1" ip route replace default via 10.78.0.254
}

# another machine on the wire of eth1 has the host's address
fault_duplicate_ip() {
  undo "at_seat ip addr del $(address "$1" 1)/32 dev br1"
  at_seat ip addr add "$(address "$1" 1)/32" dev br1
}

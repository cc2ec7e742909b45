# shellcheck shell=bash disable=SC2154,SC2034 # the names come from the command 'lab', which reads this file
# Hosts, wires and the operator's seat: two bridges in a network namespace of their own. The machine itself gets no
# interface, no address and no route.
SEAT=10.77.0.1

number() { cat "$RUN/$1/number"; }

address() { # address HOST INTERFACE: management is 10.77.0.x on eth0, data 10.78.0.x on eth1
  echo "10.7$((7 + $2)).0.$((10 + $(number "$1")))"
}

is_up() { [ -e "$RUN/$1/number" ] || die "no host $1 is up"; }

pid_of() { cat "$RUN/$1/pid" 2>/dev/null || die "no host $1 is up that shares this machine's kernel"; }

root_of() { echo "/proc/$(pid_of "$1")/root"; }

at_seat() { nsenter -t "$(cat "$RUN/seat.pid")" -n -- "$@"; }

in_host() { # in_host HOST COMMAND...
  local pid
  case $1 in
    [vw]*)
      in_vm "$@"
      return
      ;;
  esac
  pid=$(pid_of "$1")
  shift
  nsenter -t "$pid" -m -u -i -n -p -C -r -w -- "$@"
}

names() {
  local dir
  for dir in "$RUN"/*/number; do
    [ -f "$dir" ] && basename "${dir%/number}"
  done
}

list() {
  local host
  for host in $(names); do
    printf '%s\t%s\n' "$host" "$(address "$host" 0)"
  done
}

up() {
  [ $# -gt 0 ] || die "which hosts? Such as: lab up h1 h2 a1"
  local host tries
  for host; do
    case $host in w*:*) MEMORY[${host%%:*}]=${host#*:} ;; esac
  done
  set -- "${@%%:*}"
  for host; do
    [[ $host =~ ^[hasdvwf][1-9][0-9]?$ ]] || die "no kind of host begins like $host; expected such as h1, a1, s1, d1, v1, w1, f1"
    [ ! -e "$RUN/$host" ] || die "$host is up already"
  done
  build
  case " $*" in *' '[vw]*) build_vm ;; esac
  case " $*" in *' f'*) build_walls ;; esac
  [ -f "$LAB/key" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB/key"
  [ -e "$RUN/seat.pid" ] || seat
  for host; do
    start_host "$host"
  done
  for host; do
    answers "$host" || die "$host does not answer; see $RUN/$host/log"
    case $host in
      a*) continue ;;
      w*) tries=3000 ;;
      *) tries=100 ;;
    esac
    in_host "$host" chronyc -n waitsync "$tries" 0 0 0.1 >/dev/null || die "$host does not get the time; see $RUN/$host/log"
  done
}

seat() {
  mkdir -p "$RUN"
  mount -t tmpfs -o mode=755,size=4g lab "$RUN"
  mkdir "$RUN/undo"
  : >"$RUN/ssh_config"
  : >"$RUN/known_hosts"
  setsid unshare -n sleep infinity </dev/null >/dev/null 2>&1 &
  echo $! >"$RUN/seat.pid"
  until [ "$(readlink "/proc/$(cat "$RUN/seat.pid")/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  # shellcheck disable=SC2016 # for the shell at the seat
  at_seat sh -c 'ip link set lo up
    for b in 0 1; do
      ip link add "br$b" type bridge forward_delay 0
      ip addr add "10.7$((7 + b)).0.1/24" dev "br$b"
      ip link set "br$b" up
    done'
  # The name server of the hosts, which knows one name.
  at_seat setsid dnsmasq -k -C /dev/null --no-resolv --no-hosts --listen-address="$SEAT" --bind-interfaces --pid-file= \
    --user=root --address=/db.platform.internal/10.16.11.40 </dev/null >/dev/null 2>&1 &
  # The clock that the hosts follow: their own chronyd, in a mount namespace of its own. The machine's clock is not touched.
  # shellcheck disable=SC2016 # for the shell at the seat
  at_seat setsid unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs "$1/run"
    exec chroot "$1" /usr/sbin/chronyd -x -d -u root "local stratum 5" allow "cmdport 0" "bindcmdaddress /" \
      "pidfile /run/chronyd.pid"' chrony "$LAB/rootfs" </dev/null >/dev/null 2>&1 &
  # Faults of the network are made here, where no host sees them.
  at_seat nft -f - <<'RULES'
table bridge lab {
  chain cin { type filter hook input priority 0; }
  chain cout { type filter hook output priority 0; }
}
RULES
  if [ -n "${PREFLIGHT_LAB_OWNER:-}" ]; then
    setsid "$here/lab" watch "$PREFLIGHT_LAB_OWNER" </dev/null >/dev/null 2>&1 &
  fi
}

start_host() { # start_host HOST
  local host=$1 dir=$RUN/$1 n=1
  while grep -qsx "$n" "$RUN"/*/number; do n=$((n + 1)); done
  mkdir -p "$dir/upper" "$dir/work" "$dir/root"
  echo "$n" >"$dir/number"
  case $host in
    a*) alpine_host "$dir/upper" "$host" ;;
    *) debian_host "$dir/upper" "$host" ;;
  esac
  case $host in
    [vw]*) start_vm "$host" ;;
    *) start_namespaces "$host" ;;
  esac
  cat >>"$RUN/ssh_config" <<CONFIG
Host $host
  HostName $(address "$host" 0)
  User root
  IdentityFile $LAB/key
  UserKnownHostsFile $RUN/known_hosts
CONFIG
  echo "$(address "$host" 0) $(cut -d' ' -f1,2 "$dir/hostkey.pub")" >>"$RUN/known_hosts"
}

start_namespaces() { # start_namespaces HOST
  local host=$1 dir=$RUN/$1 wire n child
  n=$(number "$host")
  setsid unshare -m -p -u -i -n --fork "$here/lib/init" "$here" "$host" </dev/null >"$dir/log" 2>&1 &
  echo $! >"$dir/unshare.pid"
  until child=$(pgrep -P "$(cat "$dir/unshare.pid")"); do sleep 0.01; done
  echo "$child" >"$dir/pid"
  for wire in 0 1; do
    at_seat ip link add "p$wire.$n" type veth peer name "eth$wire" netns "$child"
    at_seat ip link set "p$wire.$n" master "br$wire" up
  done
}

answers() { # answers HOST: until its SSH server greets, 20 s at most, 100 s where a kernel boots first, 600 s with systemd
  local end=$((SECONDS + 20))
  case $1 in v*) end=$((SECONDS + 100)) ;; w*) end=$((SECONDS + 600)) ;; esac
  while [ "$SECONDS" -lt "$end" ]; do
    if at_seat bash -c "read -r -t 1 l </dev/tcp/$(address "$1" 0)/22 && [[ \$l == SSH-* ]]" 2>/dev/null; then
      return 0
    fi
    sleep 0.05
  done
  return 1
}

watch_owner() { # watch_owner PROCESS
  while kill -0 "$1" 2>/dev/null && [ -e "$RUN/seat.pid" ]; do sleep 1; done
  down
}

down() {
  [ -e "$RUN/seat.pid" ] || return 0
  local file pid net group k
  for file in "$RUN"/*/unshare.pid; do
    [ -f "$file" ] || continue
    kill -9 "$(cat "${file%/*}/pid")" "$(cat "$file")" 2>/dev/null || true
  done
  # All that lives at the seat: servers, relays, and commands that somebody left running there.
  pid=$(cat "$RUN/seat.pid")
  net=$(readlink "/proc/$pid/ns/net" || true)
  if [ -n "$net" ] && [ "$net" != "$(readlink /proc/self/ns/net)" ]; then
    for file in /proc/[0-9]*; do
      [ "$(readlink "$file/ns/net" 2>/dev/null)" != "$net" ] || kill -9 "${file#/proc/}" 2>/dev/null || true
    done
  fi
  for group in /sys/fs/cgroup/"$ID".* /sys/fs/cgroup/*/"$ID".*; do
    for k in $(seq 60); do
      [ -d "$group" ] || break
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
      sleep 0.05
    done
  done
  for k in $(seq 100); do
    umount "$RUN" 2>/dev/null || true
    mountpoint -q "$RUN" || break
    sleep 0.05
  done
  rmdir "$RUN" || die "something still uses $RUN"
}

clean() {
  down
  [ -e "$LAB/rootfs.done" ] || [ -e "$LAB/key" ] || [ -d "$LAB/rootfs" ] || return 0
  rm -rf --one-file-system "$LAB/rootfs" "$LAB/docker" "$LAB/walls" "$LAB/vm" "$LAB"/*.done "$LAB/build.log" "$LAB/key" "$LAB/key.pub" \
    "$LAB/lock"
  rmdir "$LAB" 2>/dev/null || true
}

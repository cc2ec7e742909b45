# shellcheck shell=sh
# Every network interface, what it stands on, and which ones the routes and addresses name. One line a thing; names of
# interfaces hold neither blanks nor slashes (the kernel sees to it), and "?" stands for what cannot be read.
R=${PROBE_ROOT-}
NET=$R/sys/class/net
NL='
'

# get FILE: V is its first line. A read that fails is no value: "carrier" of an interface that is down gives EINVAL.
get() {
  V=
  { IFS= read -r V <"$1"; } 2>/dev/null
  [ -n "$V" ] || V='?'
}

# next_line: l is the first line of T that is not empty, which T loses; 1 if there is none.
next_line() {
  l=
  while [ -n "$T" ] && [ -z "$l" ]; do
    l=${T%%"$NL"*}
    case $T in *"$NL"*) T=${T#*"$NL"} ;; *) T= ;; esac
  done
  [ -n "$l" ]
}

# prefixed PREFIX: every line of T behind the prefix.
prefixed() { while next_line; do printf '%s %s\n' "$1" "$l"; done; }

set --
stacked=
for d in "$NET"/*; do
  [ -d "$d" ] || continue
  n=${d##*/}
  line="nic $n"
  for a in ifindex flags mtu address operstate carrier carrier_changes; do
    get "$d/$a"
    line="$line $a=$V"
    [ "$a$V" != 'carrier?' ] || set -- "$@" "$d/carrier"
  done
  team=$n
  if [ -e "$d/device" ]; then line="$line device=1" team=; fi
  if [ -d "$d/bridge" ]; then line="$line bridge=1" team=; fi
  if [ -d "$d/bonding" ]; then
    team=
    get "$d/bonding/mode"
    line="$line bonding=${V%% *}"
    get "$d/bonding/slaves"
    set -f
    for s in $V; do [ "$s" = '?' ] || line="$line lower=$s"; done
    set +f
  fi
  below=
  for l in "$d"/lower_*; do [ ! -L "$l" ] || below="$below lower=${l#"$d"/lower_}"; done
  if [ -z "$below" ]; then
    for l in "$d"/brif/*; do [ ! -L "$l" ] || below="$below lower=${l#"$d"/brif/}"; done
  elif [ -n "$team" ]; then
    stacked="$stacked $team"
  fi
  printf '%s%s\n' "$line" "$below"
done
# Standard error says why a carrier could not be read.
[ $# -eq 0 ] || cat "$@" >/dev/null
for f in "$R"/proc/net/bonding/*; do
  [ ! -f "$f" ] || while read -r l; do
    case $l in
    *'Aggregator ID:'* | 'Partner Mac Address:'* | 'Bonding Mode:'* | 'Currently Active'* | 'Slave Interface:'* | 'MII Status:'*)
      printf 'bond %s %s\n' "${f##*/}" "$l"
      ;;
    esac
  done <"$f"
done
{
  # Root only. "NAME | ID | PARENT" behind two lines of heading.
  while IFS='| ' read -r n i p; do
    case $i in '' | *[!0-9]*) ;; *) printf 'vlan %s %s\n' "$n" "$p" ;; esac
  done <"$R/proc/net/vlan/config"
} 2>/dev/null
set -f

if command -v teamdctl >/dev/null 2>&1; then
  # shellcheck disable=SC2086 # names of interfaces, parted by blanks
  for n in $stacked; do
    ! T=$(teamdctl -- "$n" state 2>/dev/null) || prefixed "team $n"
  done
fi
if command -v ovs-vsctl >/dev/null 2>&1; then
  if T=$(ovs-vsctl --timeout=3 show 2>&1); then prefixed 'ovs show'; else prefixed 'ovs error'; fi
fi

# defaults: the devices of the default routes in T. busybox ip shows all when asked for these, and no next hops.
found=
defaults() {
  while next_line; do
    case $l in default* | 0.0.0.0/0*) ;; *) continue ;; esac
    # shellcheck disable=SC2086 # into words
    set -- $l
    while [ $# -gt 1 ]; do
      if [ "$1" = dev ]; then
        printf 'default %s\n' "$2"
        found=1
        shift
      fi
      shift
    done
  done
}
! T=$(ip -o route show default 2>/dev/null) || defaults
# Whether ip needs to be asked for the other family. Every kernel with IPv6 has a route of lo there, with the metric ffffffff.
# Of a long table the shell would take longer than ip.
six='' k=0
while read -r dst len _ _ _ m _ _ _ n; do
  k=$((k + 1))
  [ "$k" -lt 100 ] || six=long
  [ "$six" != long ] || break
  case $dst:$len:$m:$n in
  00000000000000000000000000000000:00:ffffffff:lo) six=${six:-none} ;;
  00000000000000000000000000000000:00:*) six=some && break ;;
  esac
done 2>/dev/null <"$R/proc/net/ipv6_route"
[ "$six" = none ] || ! T=$(ip -o -6 route show default 2>/dev/null) || defaults
if [ -z "$found" ]; then
  {
    # The interface of a reject route is "*".
    while read -r n dst _ _ _ _ _ mask _; do
      case $n:$dst:$mask in
      '*':*) ;;
      *:00000000:00000000) printf 'default %s\n' "$n" ;;
      esac
    done <"$R/proc/net/route"
    while read -r dst len _ _ _ _ _ _ _ n; do
      case $dst:$len:$n in
      *:lo) ;;
      00000000000000000000000000000000:00:*) printf 'default %s\n' "$n" ;;
      esac
    done <"$R/proc/net/ipv6_route"
  } 2>/dev/null
fi
if T=$(ip -o addr 2>/dev/null); then
  while next_line; do
    # shellcheck disable=SC2086 # into words: number, name, family, address
    set -- $l
    case $3 in inet | inet6) printf 'addr %s %s\n' "${2%%@*}" "$4" ;; esac
  done
else
  { while read -r a _ _ _ _ n; do printf 'addr %s %s\n' "$n" "$a"; done <"$R/proc/net/if_inet6"; } 2>/dev/null
  T=$(ifconfig -a 2>/dev/null)
  while next_line; do
    case $l in
    [!\ ]*) n=${l%%[: ]*} ;;
    *'inet '*)
      # "inet addr:10.0.0.1  Bcast:..." or "inet 10.0.0.1  netmask ..."
      a=${l#*inet }
      a=${a#addr:}
      printf 'addr %s %s\n' "$n" "${a%% *}"
      ;;
    esac
  done
fi

# Speed and duplex wait for a lock that a sick device may hold: last, with a limit of their own, so that the rest
# is known whatever happens here. Only devices with hardware behind them have a speed worth the wait.
set +f
set --
for d in "$NET"/*; do [ ! -e "$d/device" ] || set -- "$@" "$d"; done
if [ $# -eq 0 ]; then
  printf 'speeds done\n'
else
  # In a shell of its own, because what runs beside it would stay behind in ours.
  sh -c 'sleep 4 >/dev/null 2>&1 &
w=$!
(
  for d; do
    s= V=
    IFS= read -r s <"$d/speed"
    IFS= read -r V <"$d/duplex"
    printf "speed %s %s %s\n" "${d##*/}" "${s:-?}" "${V:-?}"
  done
  printf "speeds done\n"
  kill "$w"
) 2>/dev/null &
p=$!
if { wait "$w"; } 2>/dev/null; then kill -9 "$p"; else wait "$p"; fi' speeds "$@"
fi
for d in "$NET"/*; do
  [ -d "$d" ] || continue
  get "$d/carrier_changes"
  printf 'changes %s %s\n' "${d##*/}" "$V"
done
printf 'done\n'

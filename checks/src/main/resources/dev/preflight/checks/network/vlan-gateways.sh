# shellcheck disable=SC2016 # the quoted program is that of another shell
# Whether the gateways of container networks answer on their VLANs. Each argument is "PARENT VLAN GATEWAY". An interface
# that the host has for the VLAN is used; else one is made for some seconds, which takes that VLAN's frames before a bridge
# or a switch in software on the same parent sees them: never where the parent belongs to one. What is made ends by itself.
# Headings begin a line; what arping printed stands under them behind a space.
r=${PROBE_ROOT-}
ask() { # ask INTERFACE GATEWAY: in this mode no address is needed
  printf '%s\n' "$(arping -D -c 3 -w 4 -I "$1" "$2" 2>&1)" | head -n 12 | sed 's/^/ /'
}
one() { # one PARENT VLAN GATEWAY NAME
  printf '%s\n' "network $1 $2 $3"
  if [ ! -e "$r/sys/class/net/$1" ]; then
    echo ' absent'
  elif [ "$(id -u)" != 0 ]; then
    echo ' denied'
  elif ! command -v arping >/dev/null || ! command -v ip >/dev/null; then
    echo ' no-tool'
  else
    # Name, VLAN and parent, as /proc/net/vlan/config lists them.
    own=$(p=$1 v=$2 awk -F '[ |]+' '$3 == ENVIRON["p"] && $2 == ENVIRON["v"] { print $1; exit }' "$r/proc/net/vlan/config" 2>/dev/null)
    if [ -n "$own" ]; then
      printf '%s\n' " on $own"
      ask "$own" "$3"
    elif [ -e "$r/sys/class/net/$1/master" ] || [ -e "$r/sys/class/net/$1/bridge" ]; then
      echo ' shared'
    else
      # Out of reach of what ends this probe, and before there is anything to take away.
      if command -v setsid >/dev/null; then s=setsid; else s=; fi
      $s sh -c 'sleep 12; ip link del "$1"' pf "$4" </dev/null >/dev/null 2>&1 &
      w=$!
      if o=$(ip link add link "$1" name "$4" type vlan id "$2" 2>&1) && o=$(ip link set "$4" up 2>&1); then
        printf '%s\n' " on $4"
        ask "$4" "$3"
      else
        printf ' failed %s\n' "$(printf '%s' "$o" | head -n 1)"
      fi
      ip link del "$4" 2>/dev/null
      kill -9 -"$w" 2>/dev/null || kill -9 "$w" 2>/dev/null
    fi
  fi
}
n=0
for a in "$@"; do
  n=$((n + 1))
  p=${a%% *}
  v=${a#* }
  o=$(one "$p" "${v%% *}" "${a##* }" "pfv$$.$n") && printf '%s\n' "$o" &
done
wait
echo 'done'

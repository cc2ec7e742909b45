# Whether another machine answers for an address of this host: "arping -D" sends an ARP probe, as a host without an
# address does, and waits one second for replies, as long as IPv6 does (RetransTimer of RFC 4861; RFC 4862 section 5.1); a
# second probe goes out as it ends. All addresses at once. What guests and containers have behind bridges of their own is no address of the
# host's.
r=${PROBE_ROOT-}
for d in "$r"/sys/class/net/*; do
  { read -r m <"$d/address"; } 2>/dev/null && printf '%s\n' "mac $m"
done
for f in "$r"/proc/net/bonding/*; do
  [ -f "$f" ] && while read -r l; do case $l in 'Permanent HW addr: '*) printf '%s\n' "mac ${l#Permanent HW addr: }" ;; esac done <"$f"
done
if ! command -v arping >/dev/null; then
  echo no-tool
  exit 0
fi
case $(arping -V 2>&1) in *Habets*) flavour=habets ;; *usyBox*) flavour=busybox ;; *) flavour=iputils ;; esac
# One writer, and what it writes at once: bash writes each line by itself, and lines of two answers would mix.
one() { claim "$@" | sed '2,$s/^/ /'; }
claim() { # ADDRESS INTERFACE
  c=
  { read -r c <"$r/sys/class/net/$2/carrier"; } 2>/dev/null
  if [ "$c" != 1 ]; then
    printf 'claim %s %s %s\nno link\n' "$flavour" "$1" "$2"
    return
  fi
  case $flavour in
  # Its -D is another thing; -0 asks without an address.
  habets) o=$(arping -0 -c 2 -w 1 -i "$2" "$1" 2>&1) ;;
  *) o=$(arping -D -c 2 -w 1 -I "$2" "$1" 2>&1) ;;
  esac
  printf 'claim %s %s %s\n%s\n' "$flavour" "$1" "$2" "$(printf '%s\n' "$o" | head -n 12)"
}
ip -o -4 addr show 2>/dev/null | {
  while read -r _ i _ a _; do
    i=${i%%@*}
    case $i:$a in
    lo:* | docker* | br-* | veth* | virbr* | cni* | flannel* | lxc* | tun* | ppp* | wg* | *'/32') continue ;;
    esac
    case ${a%/*} in '' | *[!0-9.]*) continue ;; esac
    one "${a%/*}" "${i%:}" &
  done
  wait
}
echo 'done'

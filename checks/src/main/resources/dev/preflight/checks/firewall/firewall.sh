# What filters this host's packets, and the rules that say so: those that drop, reject or accept, and what a chain does
# with the rest.
rules() {
  echo rules
  printf '%s\n' "$1" | grep -iE 'drop|reject|deny|accept|allow|policy|^ports:|^services:' | head -n 200 | sed 's/^/ /'
}
by_iptables() { # sets o
  find_tool iptables || return 1
  o=$({
    "$T" -S
    "${T%iptables}ip6tables" -S
  } 2>/dev/null)
  case $o in *-A* | *' DROP'*) return 0 ;; esac
  return 1
}
[ "$(id -u)" = 0 ] || echo denied
m=''
if find_tool firewall-cmd && [ "$("$T" --state 2>/dev/null)" = running ]; then
  m=firewalld
  rules "$("$T" --list-all 2>/dev/null | sed 's/^[[:space:]]*//')"
elif find_tool ufw && o=$("$T" status 2>/dev/null) && [ "${o#Status: active}" != "$o" ]; then
  m=ufw
  rules "$o"
fi
if find_tool nft && n=$("$T" list ruleset 2>/dev/null) && [ -n "$n" ]; then
  # What iptables makes in nftables, it also changes; a rule of its own would not help against a chain of another table.
  if printf '%s\n' "$n" | grep '^table ' | grep -qvE '^table ip6? (filter|nat|mangle|raw|security) ' || ! by_iptables; then
    m=${m:-nft} o=$n
  fi
  m=${m:-iptables}
  rules "$o"
elif by_iptables; then
  m=${m:-iptables}
  rules "$o"
fi
[ -z "$m" ] || printf '%s\n' "manager $m"
echo 'done'

# What stands in resolv.conf, who may write it, and what their settings say. Headings begin a line; what was read stands
# under them behind a space. Of settings only what concerns name servers leaves the host: the rest may hold passwords.
r=${PROBE_ROOT-}
f=$r/etc/resolv.conf
if [ -h "$f" ]; then
  printf '%s\n' "link $(readlink "$f")"
  [ -e "$f" ] || echo dangling
fi
if [ -e "$f" ]; then
  { [ -f "$f" ] && [ -r "$f" ]; } || { printf '%s\n' 'unreadable /etc/resolv.conf' 'done' && exit 0; }
  echo content
  head -c 16384 "$f" | sed 's/^/ /' && echo
else
  echo absent
fi
# A rename over it fails then as well (the kernel's may_delete); of a link only what it leads to could have the attribute.
if [ ! -h "$f" ] && command -v lsattr >/dev/null; then
  case $(lsattr -d "$f" 2>/dev/null) in
  *i*" "*) echo immutable ;;
  esac
fi
# The arguments of a client that concern name servers: its files, and its interfaces by their names in the kernel.
told() { # PID
  k=''
  words "$1" | head -n 100 | while IFS= read -r w; do
    case $k in
    -cf | -f | --config) ! path "$w" || printf '%s\n' "conf $w" ;;
    -sf | -s | --script) ! path "$w" || printf '%s\n' "script $w" ;;
    -C | --nohook) [ "$w" != resolv.conf ] || echo 'nohook' ;;
    esac
    case $w in
    -6) echo ipv6 ;;
    '' | -* | *[!A-Za-z0-9_.:@-]*) ;;
    *) [ ! -e "$r/sys/class/net/$w" ] || printf '%s\n' "interface $w" ;;
    esac
    k=$w
  done
  # What ifupdown-ng tells the script of udhcpc; only root may read it.
  [ "$2" != udhcpc ] || tr '\0' '\n' <"$r/proc/$1/environ" 2>/dev/null | grep -xE 'IF_PEER_DNS=[a-z]{1,9}'
}
# Where the kubelet was told to take its settings from, and the file that it makes the one of pods from.
kubelet_told() { # PID
  k=''
  words "$1" | head -n 300 | while IFS= read -r w; do
    case $k in --config | --config-dir | --resolv-conf) printf '%s\n' "${k#--} $w" ;; esac
    case $w in --config=* | --config-dir=* | --resolv-conf=*) k=${w#--} && printf '%s\n' "${k%%=*} ${w#*=}" ;; esac
    k=$w
  done
}
confs='' scripts='' kubelet='' flags=''
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  kubelet)
    of_service "${p##*/}" || continue
    kubelet=yes flags=$(kubelet_told "${p##*/}")
    continue
    ;;
  [Ee]asy[Cc]onnect* | sangfor* | svpn* | vpnagentd | openvpn | openconnect | charon* | wg-quick) here "${p##*/}" || continue ;;
  NetworkManager | systemd-network | systemd-resolve | dhclient | dhcpcd | udhcpc | wickedd* | connmand | rdnssd)
    of_service "${p##*/}" || continue
    ;;
  *) continue ;;
  esac
  case $n in
  # Cut to 15 characters, as the kernel does (proc(5)).
  [Ee]asy[Cc]onnect* | sangfor* | svpn* | vpnagentd | openvpn | openconnect | charon* | wg-quick) printf '%s\n' "vpn $n" ;;
  NetworkManager | systemd-network | systemd-resolve | dhclient | dhcpcd | udhcpc | wickedd* | connmand | rdnssd)
    # A client that NetworkManager started writes nothing itself.
    o=$(sed -n -e '/^State:[[:space:]]*Z/{s/.*/zombie/p;q;}' -e 's/^PPid:[[:space:]]*//p' "$p/status" 2>/dev/null)
    # One that has ended but was not waited for yet (a zombie) writes nothing any more.
    [ "$o" != zombie ] || continue
    b=''
    case $o in '' | *[!0-9]*) ;; *) read -r b 2>/dev/null <"$r/proc/$o/comm" ;; esac
    printf '%s\n' "process $n $b"
    # Of its arguments only this is looked at: NetworkManager's helper, to which such a client hands its lease.
    case $(head -c 4096 2>/dev/null <"$p/cmdline" | tr '\0' ' ') in *nm-dhcp*) echo ' nm-dhcp' ;; esac
    case $n in
    dhclient | dhcpcd | udhcpc)
      t=$(told "${p##*/}" "$n")
      [ -z "$t" ] || printf '%s\n' "$t" | sed 's/^/ /'
      confs="$confs$NL$(printf '%s\n' "$t" | sed -n 's/^conf //p')"
      scripts="$scripts$NL$(printf '%s\n' "$t" | sed -n 's/^script //p')"
      ;;
    esac
    ;;
  esac
done
[ "$(id -u)" = 0 ] || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
for c in NetworkManager/resolv.conf systemd/resolve/resolv.conf systemd/resolve/stub-resolv.conf resolvconf/resolv.conf; do
  [ -f "$r/run/$c" ] && [ -r "$r/run/$c" ] && printf '%s\n' "copy /run/$c" && head -c 16384 "$r/run/$c" | sed 's/^/ /' && echo
done
settings() { # PATTERN FILE...
  k=$1
  shift
  for c in "$@"; do
    [ -f "$c" ] || continue
    [ -r "$c" ] || { printf '%s\n' "unreadable ${c#"$r"}" && continue; }
    printf '%s\n' "config ${c#"$r"}" && head -c 65536 "$c" | grep -E "$k" | head -n 200 | sed 's/^/ /'
  done
}
settings '^[[:space:]]*(BOOTPROTO|PEERDNS|IPV6_PEERDNS|NM_CONTROLLED|DNS[123]|DEVICE|ONBOOT|IPV6INIT|DHCPV6C)=' \
  "$r"/etc/sysconfig/network-scripts/ifcfg-* "$r/etc/sysconfig/network"
# Each statement of dhclient's that sets name servers, on a line of its own, and the blocks that they stand in. What it
# includes stands in a block of that name; "include;" is what is not followed: a relative path, another thing than a
# readable file, too many or too deep, one that is cut, and one whose braces are no pairs.
statements() { # FILE DEPTH
  i=0
  parsed "$1" | while IFS= read -r l; do
    case $l in
    'include '*)
      i=$((i + 1)) l=${l#include }
      if [ "$i" -gt 8 ] || [ "$2" -ge 2 ] || ! path "$l" || [ ! -f "$r$l" ] || [ ! -r "$r$l" ]; then
        echo ' include;'
      else
        echo ' include {'
        (statements "$r$l" $(($2 + 1)))
        echo ' }'
      fi
      ;;
    *) printf ' %s\n' "$l" ;;
    esac
  done
}
holds() { # OPERATOR FILE
  case $1 in
  -x) [ -x "$2" ] ;;
  -f) [ -f "$2" ] ;;
  -e) [ -e "$2" ] ;;
  -d) [ -d "$2" ] ;;
  -r) [ -r "$2" ] ;;
  *) [ -s "$2" ] ;;
  esac
}
hooks() { # FILE...
  for c in "$@"; do
    [ -f "$c" ] || continue
    case $c in *"$NL"*) continue ;; esac
    [ -r "$c" ] || { printf '%s\n' "unreadable ${c#"$r"}" && continue; }
    grep -q make_resolv_conf "$c" || continue
    x=no
    [ ! -x "$c" ] || x=yes
    s=$(skeleton "$c")
    printf '%s\n%s\n' "hook $x ${c#"$r"}" "$s"
    # What it asks about files, asked here.
    k=''
    set -f
    # shellcheck disable=SC2086 # words are wanted
    for w in $s; do
      case $k in
      -[xfedrs])
        if path "$w"; then
          x=no
          ! holds "$k" "$r$w" || x=yes
          printf '%s\n' "test $x $k $w"
        fi
        ;;
      esac
      k=$w
    done
    set +f
  done
}
for c in "$r/etc/dhcp" "$r/etc/dhcp/dhclient-enter-hooks.d" "$r/etc/sysconfig/network-scripts"; do
  [ ! -d "$c" ] || { [ -r "$c" ] && [ -x "$c" ]; } || printf '%s\n' "unreadable ${c#"$r"}"
done
hooks "$r/etc/dhcp/dhclient-enter-hooks" "$r/etc/dhclient-enter-hooks" "$r"/etc/dhcp/dhclient-enter-hooks.d/*
# Which of all this the scripts of the clients look at: Debian's and EL's differ.
scripts="/sbin/dhclient-script$NL/usr/sbin/dhclient-script$NL/usr/share/udhcpc/default.script$NL/etc/udhcpc/default.script$NL$scripts"
confs="/etc/dhcp/dhclient.conf$NL/etc/dhclient.conf$NL$confs"
set -f
IFS=$NL
for c in $confs; do
  [ -f "$r$c" ] || continue
  if [ -r "$r$c" ]; then printf '%s\n' "dhclient-conf $c" && statements "$r$c" 0; else printf '%s\n' "unreadable $c"; fi
done
for c in $scripts; do
  { [ -f "$r$c" ] && [ -r "$r$c" ]; } || continue
  printf '%s\n' "script $c"
  head -c 262144 "$r$c" | grep -oE 'run-parts|PEERDNS|udhcpc\.conf|IF_PEER_DNS' | sort -u | sed 's/^/ /'
done
unset IFS
set +f
# The file of networkd that each link really takes its settings from (networkctl(1) reads the same).
vendor=''
for c in "$r"/run/systemd/netif/links/[0-9]*; do
  { [ -f "$c" ] && [ -r "$c" ]; } || continue
  printf '%s\n' "netif ${c##*/}" && grep -E '^(NETWORK_FILE|ADMIN_STATE)=' "$c" | sed 's/^/ /'
  vendor="$vendor$NL$(sed -n 's/^NETWORK_FILE=\(\/usr\/lib\/[A-Za-z0-9_.@\/-]*\)$/\1/p' "$c")"
done
for c in $vendor; do
  settings '^\[|^(DHCP|UseDNS|DNS|IPv6AcceptRA)[[:space:]]*=' "$r$c" "$r$c".d/*.conf
done
settings '^\[|^[[:space:]]*(dns|rc-manager)[[:space:]]*=' "$r/etc/NetworkManager/NetworkManager.conf" "$r"/etc/NetworkManager/conf.d/*.conf \
  "$r"/usr/lib/NetworkManager/conf.d/*.conf "$r"/run/NetworkManager/conf.d/*.conf
settings '^\[|^(id|method|dns|ignore-auto-dns)=' "$r"/etc/NetworkManager/system-connections/* "$r"/run/NetworkManager/system-connections/*
settings '^\[|^(DHCP|UseDNS|DNS|IPv6AcceptRA)[[:space:]]*=' "$r"/run/systemd/network/*.network "$r"/etc/systemd/network/*.network \
  "$r"/run/systemd/network/*.network.d/*.conf "$r"/etc/systemd/network/*.network.d/*.conf
# What the environment of a login adds to the options (resolv.conf(5)).
settings '^[^#]*RES_OPTIONS=' "$r/etc/environment" "$r/etc/profile" "$r"/etc/profile.d/*.sh
settings '^[[:space:]]*resolvconf=' "$r/etc/resolvconf.conf"
settings '^nameserver' "$r/etc/resolvconf/resolv.conf.d/head" "$r/etc/resolvconf/resolv.conf.d/base"
settings '^[[:space:]]*(nohook|static[[:space:]]+domain_name_servers|nooption[[:space:]]|(interface|ssid|profile|arping)[[:space:]])' "$r/etc/dhcpcd.conf"
# What pods get for theirs: the kubelet's flag comes before its settings, and drop-ins before these.
y=$r/var/lib/kubelet/config.yaml
w=$(printf '%s\n' "$flags" | sed -n 's/^config //p' | tail -n 1)
if path "$w"; then
  y=$r$w
  # Then nothing is known of the file for pods either.
  { [ -f "$y" ] && [ -r "$y" ]; } || kubelet=untold
fi
settings '^resolvConf:' "$y"
set -- "$y"
w=$(printf '%s\n' "$flags" | sed -n 's/^config-dir //p' | tail -n 1)
if path "$w"; then
  settings '^resolvConf:' "$r$w"/*.conf
  set -- "$y" "$r$w"/*.conf
fi
if [ -f "$y" ] || [ -n "$kubelet" ]; then
  v=/etc/resolv.conf
  for c in "$@"; do
    { [ -f "$c" ] && [ -r "$c" ]; } || continue
    w=$(head -c 65536 "$c" | sed -n -e 's/[[:space:]]#.*//' -e "s/^resolvConf:[[:space:]]*[\"']\{0,1\}\([^\"']*[^\"'[:space:]]\).*/\1/p" | tail -n 1)
    [ -z "$w" ] || v=$w
  done
  w=$(printf '%s\n' "$flags" | sed -n 's/^resolv-conf //p' | tail -n 1)
  [ -z "$w" ] || v=$w
  if [ "$kubelet" = untold ] || ! path "$v"; then
    echo 'pods-untold'
  elif [ -f "$r$v" ] && [ -r "$r$v" ]; then
    printf '%s\n' "pods $v" && head -c 16384 "$r$v" | grep '^nameserver' | sed 's/^/ /'
  elif [ -e "$r$v" ]; then
    echo 'pods-untold'
  else
    printf '%s\n' "pods-absent $v"
  fi
fi
settings '^NETCONFIG_DNS_' "$r/etc/sysconfig/network/config"
settings '^[[:space:]]*BOOTPROTO=' "$r"/etc/sysconfig/network/ifcfg-*
settings '^[[:space:]]*RESOLV_CONF=' "$r/etc/udhcpc/udhcpc.conf"
settings 'config:[[:space:]]*.?disabled|network:[[:space:]]*\{' "$r"/etc/cloud/cloud.cfg.d/*.cfg
for l in "$r"/sys/class/net/tun* "$r"/sys/class/net/ppp* "$r"/sys/class/net/utun*; do
  [ -e "$l" ] && printf '%s\n' "vpn ${l##*/}"
done
if [ -z "$r" ] && command -v ss >/dev/null; then
  echo listeners && ss -lunp 'sport = :53' 2>/dev/null | head -n 20 | sed 's/^/ /'
fi
[ -d "$r/run/cloud-init" ] && echo cloud-init
grep -q 'network-config=disabled' "$r/proc/cmdline" 2>/dev/null && echo cloud-network-disabled
if [ -z "$r" ] && command -v nmcli >/dev/null; then
  nmcli -t -f UUID,NAME con show --active 2>/dev/null | head -n 20 | while IFS=: read -r u n; do
    case $u in '' | *[!0-9a-fA-F-]* | -*) continue ;; esac
    printf '%s\n' "connection $n"
    nmcli -t -f ipv4.method,ipv4.ignore-auto-dns,ipv4.dns,ipv6.method,ipv6.ignore-auto-dns con show uuid "$u" 2>/dev/null | sed 's/^/ /'
  done
fi
echo 'done'

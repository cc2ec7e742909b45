# What stands in resolv.conf, who may write it, and what their settings say. Headings begin a line; what was read stands
# under them behind a space. Of settings only what concerns name servers leaves the host: the rest may hold passwords.
r=${PROBE_ROOT-}
f=$r/etc/resolv.conf
if [ -h "$f" ]; then
  printf '%s\n' "link $(readlink "$f")"
  [ -e "$f" ] || echo dangling
fi
if [ -e "$f" ]; then
  [ -r "$f" ] || { printf '%s\n' 'unreadable /etc/resolv.conf' 'done' && exit 0; }
  echo content
  head -c 16384 "$f" | sed 's/^/ /' && echo
else
  echo absent
fi
if command -v lsattr >/dev/null; then
  case $(lsattr -d "$f" 2>/dev/null) in
  *i*" "*) echo immutable ;;
  esac
fi
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
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
    # One that has ended, and that nobody has asked about yet, writes nothing any more.
    [ "$o" != zombie ] || continue
    b=''
    case $o in '' | *[!0-9]*) ;; *) read -r b 2>/dev/null <"$r/proc/$o/comm" ;; esac
    printf '%s\n' "process $n $b"
    # Of its arguments only this is looked at: NetworkManager's helper, to which such a client hands its lease.
    case $(head -c 4096 2>/dev/null <"$p/cmdline" | tr '\0' ' ') in *nm-dhcp*) echo ' nm-dhcp' ;; esac
    ;;
  esac
done
[ "$(id -u)" = 0 ] || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
for c in NetworkManager/resolv.conf systemd/resolve/resolv.conf systemd/resolve/stub-resolv.conf resolvconf/resolv.conf; do
  [ -r "$r/run/$c" ] && printf '%s\n' "copy /run/$c" && head -c 16384 "$r/run/$c" | sed 's/^/ /' && echo
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
settings '^[[:space:]]*(BOOTPROTO|PEERDNS|DNS[123]|DEVICE|ONBOOT|IPV6INIT|DHCPV6C)=' "$r"/etc/sysconfig/network-scripts/ifcfg-*
settings 'supersede|prepend|interface' "$r/etc/dhcp/dhclient.conf" "$r/etc/dhclient.conf"
settings 'make_resolv_conf' "$r/etc/dhcp/dhclient-enter-hooks" "$r"/etc/dhcp/dhclient-enter-hooks.d/*
settings '^\[|^[[:space:]]*(dns|rc-manager)[[:space:]]*=' "$r/etc/NetworkManager/NetworkManager.conf" "$r"/etc/NetworkManager/conf.d/*.conf
settings '^\[|^(id|method|dns|ignore-auto-dns)=' "$r"/etc/NetworkManager/system-connections/*
settings '^\[|^(DHCP|UseDNS|DNS|IPv6AcceptRA)[[:space:]]*=' "$r"/etc/systemd/network/*.network "$r"/run/systemd/network/*.network \
  "$r"/etc/systemd/network/*.network.d/*.conf "$r"/run/systemd/network/*.network.d/*.conf
# What the environment of a login adds to the options (resolv.conf(5)).
settings '^[^#]*RES_OPTIONS=' "$r/etc/environment" "$r/etc/profile" "$r"/etc/profile.d/*.sh
settings '^[[:space:]]*resolvconf=' "$r/etc/resolvconf.conf"
settings '^nameserver' "$r/etc/resolvconf/resolv.conf.d/head" "$r/etc/resolvconf/resolv.conf.d/base"
settings '^[[:space:]]*(nohook|static[[:space:]]+domain_name_servers)' "$r/etc/dhcpcd.conf"
settings '^resolvConf:' "$r/var/lib/kubelet/config.yaml"
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

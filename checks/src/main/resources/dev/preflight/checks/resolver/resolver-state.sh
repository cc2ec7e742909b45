# What stands in resolv.conf, who may write it, and what their settings say. Headings begin a line; what was read stands
# under them behind a space. Of settings only what concerns name servers leaves the host: the rest may hold passwords.
r=${PROBE_ROOT-}
resolv=$r/etc/resolv.conf
# next_line: w is the first line of the lines in o, which lose it.
next_line() {
  w=${o%%"$NL"*}
  o=${o#*"$NL"}
}
# show TEXT: twenty lines of it at most, each behind a space.
show() {
  [ -n "$1" ] || return 0
  o=$1$NL i=0
  while [ -n "$o" ] && [ "$i" -lt 20 ]; do
    next_line
    printf ' %s\n' "$w"
    i=$((i + 1))
  done
}
# The arguments of a client that concern name servers: its files, and its interfaces by their names in the kernel.
told() { # PID NAME
  k='' i=0
  set -f
  IFS=$NL
  for w in $(words "$1"); do
    i=$((i + 1))
    [ "$i" -le 100 ] || break
    case $k in
    -cf | -f | --config)
      if path "$w"; then
        printf '%s\n' " conf $w"
        confs=$confs$w$NL
      fi
      ;;
    -sf | -s | --script)
      if path "$w"; then
        printf '%s\n' " script $w"
        scripts=$scripts$w$NL
      fi
      ;;
    -C | --nohook) [ "$w" != resolv.conf ] || echo ' nohook' ;;
    esac
    case $w in
    -6) echo ' ipv6' ;;
    '' | -* | *[!A-Za-z0-9_.:@-]*) ;;
    *) [ ! -e "$r/sys/class/net/$w" ] || printf '%s\n' " interface $w" ;;
    esac
    k=$w
  done
  # What ifupdown-ng tells the script of udhcpc; only root may read it.
  [ "$2" != udhcpc ] || for w in $(tr '\0' '\n' 2>/dev/null <"$r/proc/$1/environ"); do
    case ${w#IF_PEER_DNS=} in "$w" | '' | *[!a-z]* | ??????????*) ;; *) printf '%s\n' " $w" ;; esac
  done
  unset IFS
  set +f
}
# Where the kubelet was told to take its settings from, and the file that it makes the one of pods from.
kubelet_told() { # PID
  k='' i=0 of_config='' of_config_dir='' of_resolv_conf=''
  set -f
  IFS=$NL
  for w in $(words "$1"); do
    i=$((i + 1))
    [ "$i" -le 300 ] || break
    case $k in
    --config) of_config=$w ;;
    --config-dir) of_config_dir=$w ;;
    --resolv-conf) of_resolv_conf=$w ;;
    esac
    case $w in
    --config=*) of_config=${w#*=} ;;
    --config-dir=*) of_config_dir=${w#*=} ;;
    --resolv-conf=*) of_resolv_conf=${w#*=} ;;
    esac
    k=$w
  done
  unset IFS
  set +f
}
# client PROCESS NAME: a program that may write resolv.conf, and what started it.
client() {
  k='' b=''
  while read -r w i _; do
    case $w in
    # One that has ended but was not waited for yet (a zombie) writes nothing any more.
    State:) case $i in Z*) return ;; esac ;;
    PPid:) k=$i && break ;;
    esac
  done 2>/dev/null <"$r/proc/$1/status"
  case $k in '' | *[!0-9]*) ;; *) read -r b 2>/dev/null <"$r/proc/$k/comm" ;; esac
  printf '%s\n' "process $2 $b"
  # A client that NetworkManager started writes nothing itself: of its arguments the helper is looked for to which it
  # hands its lease.
  case $2 in
  NetworkManager | systemd-*) ;;
  *) case $(head -c 4096 2>/dev/null <"$r/proc/$1/cmdline" | tr '\0' ' ') in *nm-dhcp*) echo ' nm-dhcp' ;; esac ;;
  esac
  case $2 in dhclient | dhcpcd | udhcpc) told "$1" "$2" ;; esac
}
# Each statement of dhclient's that sets name servers, on a line of its own, and the blocks that they stand in. What it
# includes stands in a block of that name; "include;" is what is not followed: a relative path, another thing than a
# readable file, too many or too deep, one that is cut, and one whose braces are no pairs.
statements() { # FILE DEPTH
  i=0
  set -f
  IFS=$NL
  for l in $(parsed "$1"); do
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
  unset IFS
  set +f
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
hook() { # FILE
  x=no
  [ ! -x "$1" ] || x=yes
  s=$(skeleton "$1")
  printf '%s\n%s\n' "hook $x ${1#"$r"}" "$s"
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
}
hooks() { # FILE...
  for c; do
    case $c in *"$NL"*) continue ;; esac
    [ ! -f "$c" ] || [ -r "$c" ] || printf '%s\n' "unreadable ${c#"$r"}"
  done
  for c; do
    case $c in *"$NL"*) continue ;; esac
    if [ -f "$c" ] && [ -r "$c" ] && mentions "$c" make_resolv_conf; then hook "$c"; fi
  done
}
# dhclient: its files, and which of all this the scripts of the clients look at: Debian's and EL's differ.
dhclient() {
  for c in "$r/etc/dhcp" "$r/etc/dhcp/dhclient-enter-hooks.d" "$r/etc/sysconfig/network-scripts"; do
    [ ! -d "$c" ] || { [ -r "$c" ] && [ -x "$c" ]; } || printf '%s\n' "unreadable ${c#"$r"}"
  done
  hooks "$r/etc/dhcp/dhclient-enter-hooks" "$r/etc/dhclient-enter-hooks" "$r"/etc/dhcp/dhclient-enter-hooks.d/*
  o=/etc/dhcp/dhclient.conf$NL/etc/dhclient.conf$NL$confs
  while [ -n "$o" ]; do
    next_line
    if [ -z "$w" ] || [ ! -f "$r$w" ]; then continue; fi
    if [ -r "$r$w" ]; then printf '%s\n' "dhclient-conf $w" && statements "$r$w" 0; else printf '%s\n' "unreadable $w"; fi
  done
}
# The file of networkd that each link really takes its settings from (networkctl(1) reads the same).
links() {
  for c in "$r"/run/systemd/netif/links/[0-9]*; do
    { [ -f "$c" ] && [ -r "$c" ]; } || continue
    printf '%s\n' "netif ${c##*/}"
    i=0
    while IFS= read -r w && [ "$i" -lt 200 ]; do
      i=$((i + 1))
      case $w in NETWORK_FILE=* | ADMIN_STATE=*) printf ' %s\n' "$w" ;; esac
      case ${w#NETWORK_FILE=} in "$w" | *[!A-Za-z0-9_.@/-]*) ;; /usr/lib/*) vendor=$vendor${w#NETWORK_FILE=}$NL ;; esac
    done <"$c"
  done
}
# pods_file: v is the resolv.conf that the kubelet gives to pods. Its flag decides before its settings, and drop-ins before
# these. It is "untold" where the settings cannot be read, and empty without a kubelet.
pods_file() {
  v=''
  y=$r/var/lib/kubelet/config.yaml
  if path "$of_config"; then
    y=$r$of_config
    # Then nothing is known of the file for pods either.
    { [ -f "$y" ] && [ -r "$y" ]; } || kubelet=untold
  fi
  set -- "$y"
  ! path "$of_config_dir" || set -- "$y" "$r$of_config_dir"/*.conf
  { [ -f "$y" ] || [ -n "$kubelet" ]; } || return 0
  v=/etc/resolv.conf
  for c; do
    { [ -f "$c" ] && [ -r "$c" ]; } || continue
    w=$(head -c 65536 "$c" | sed -n -e 's/[[:space:]]#.*//' -e "s/^resolvConf:[[:space:]]*[\"']\{0,1\}\([^\"']*[^\"'[:space:]]\).*/\1/p")
    [ -z "$w" ] || v=${w##*"$NL"}
  done
  [ -z "$of_resolv_conf" ] || v=$of_resolv_conf
  [ "$kubelet" != untold ] || v=untold
}
# settings FORM FILE... [FORM FILE...]: what matters in files of which form. A form is one of those below, as if it lay
# below /dev/null, where no file lies. Of several files head(1) names each before its beginning, once and in order.
settings() {
  k=''
  for c; do
    case $c in
    *"$NL"*) ;;
    /dev/null/*) keep "$c" ;;
    *)
      [ -f "$c" ] || continue
      if [ -r "$c" ]; then
        keep "$c"
        k=1
      else
        printf '%s\n' "unreadable ${c#"$r"}"
      fi
      ;;
    esac
  done
  [ -n "$k" ] || return 0
  IFS=$NL
  set -f
  # shellcheck disable=SC2086 # a line each
  set -- $KEPT$PART
  unset IFS
  set +f
  head -c 262144 -- "$@" 2>/dev/null | r=$r awk '
    BEGIN {
      form["content"] = form["copy"] = form["script"] = "."
      form["pods"] = form["servers"] = "^nameserver"
      form["ifcfg"] = "^[ \t]*(BOOTPROTO|PEERDNS|IPV6_PEERDNS|NM_CONTROLLED|DNS[123]|DEVICE|ONBOOT|IPV6INIT|DHCPV6C)="
      form["networkd"] = "^[[]|^(DHCP|UseDNS|DNS|IPv6AcceptRA)[ \t]*="
      form["manager"] = "^[[]|^[ \t]*(dns|rc-manager)[ \t]*="
      form["connection"] = "^[[]|^(id|method|dns|ignore-auto-dns)="
      # What the environment of a login adds to the options (resolv.conf(5)).
      form["login"] = "^[^#]*RES_OPTIONS="
      form["resolvconf"] = "^[ \t]*resolvconf="
      form["dhcpcd"] = "^[ \t]*(nohook|static[ \t]+domain_name_servers|nooption[ \t]|(interface|ssid|profile|arping)[ \t])"
      form["kubelet"] = "^resolvConf:"
      form["netconfig"] = "^NETCONFIG_DNS_"
      form["netconfig-link"] = "^[ \t]*BOOTPROTO="
      form["udhcpc"] = "^[ \t]*RESOLV_CONF="
      form["cloud"] = "config:[ \t]*.?disabled|network:[ \t]*[{]"
      words = split("IF_PEER_DNS PEERDNS run-parts udhcpc.conf", word, " ")
      for (i = 1; i < ARGC; i++) {
        if (ARGV[i] ~ /^\/dev\/null\//) kind = substr(ARGV[i], 11)
        else { file[++files] = ARGV[i]; of[files] = kind }
      }
      ARGC = 1
      at = 1
    }
    function end(   i) {
      if (kind == "script") for (i = 1; i <= words; i++) if (word[i] in seen) print " " word[i]
    }
    /^==> .* <==$/ {
      for (i = at; i <= files; i++) if ($0 == "==> " file[i] " <==") {
        end()
        at = i + 1
        kind = of[i]
        room = kind ~ /^(content|copy|pods)$/ ? 16384 : kind == "script" ? 262144 : 65536
        said = blank = 0
        split("", seen)
        name = substr(file[i], length(ENVIRON["r"]) + 1)
        if (kind == "content") print kind
        else print (kind ~ /^(copy|pods|script)$/ ? kind : "config") " " name
        next
      }
    }
    {
      if ((room -= length($0) + 1) < 0) next
      if (kind == "script") for (i = 1; i <= words; i++) if (index($0, word[i])) seen[word[i]]
      if (kind == "script") next
      # A blank line may be the one that head puts between two files.
      if ($0 == "") { blank++; next }
      if ($0 !~ form[kind]) next
      if (kind ~ /^(content|copy)$/) for (; blank > 0; blank--) print " "
      else if (++said > 200) next
      print " " $0
    }
    END { end() }' "$@" || printf 'unreadable %s\n' /etc/resolv.conf
}
# state: all of it, of a host whose resolv.conf can be read or is not there.
state() {
  # A rename over it fails then as well (the kernel's may_delete); of a link only what it leads to could have the attribute.
  if [ ! -h "$resolv" ] && command -v lsattr >/dev/null; then
    case $(lsattr -d "$resolv" 2>/dev/null) in
    *i*" "*) echo immutable ;;
    esac
  fi
  confs='' scripts='' vendor='' kubelet='' of_config='' of_config_dir='' of_resolv_conf=''
  for p in "$r"/proc/[0-9]*; do
    n=''
    read -r n 2>/dev/null <"$p/comm" || continue
    p=${p##*/}
    case $n in
    kubelet)
      of_service "$p" || continue
      kubelet=yes
      kubelet_told "$p"
      ;;
    # Cut to 15 characters, as the kernel does (proc(5)).
    [Ee]asy[Cc]onnect* | sangfor* | svpn* | vpnagentd | openvpn | openconnect | charon* | wg-quick)
      ! here "$p" || printf '%s\n' "vpn $n"
      ;;
    NetworkManager | systemd-network | systemd-resolve | dhclient | dhcpcd | udhcpc | wickedd* | connmand | rdnssd)
      ! of_service "$p" || client "$p" "$n"
      ;;
    esac
  done
  ! hidden || echo hidden-proc
  dhclient
  links
  pods_file
  set -- /dev/null/content "$resolv" /dev/null/copy "$r/run/NetworkManager/resolv.conf" "$r/run/systemd/resolve/resolv.conf" \
    "$r/run/systemd/resolve/stub-resolv.conf" "$r/run/resolvconf/resolv.conf" /dev/null/script
  o=/sbin/dhclient-script$NL/usr/sbin/dhclient-script$NL/usr/share/udhcpc/default.script$NL/etc/udhcpc/default.script$NL$scripts
  while [ -n "$o" ]; do
    next_line
    [ -z "$w" ] || [ ! -r "$r$w" ] || set -- "$@" "$r$w"
  done
  set -- "$@" /dev/null/ifcfg "$r"/etc/sysconfig/network-scripts/ifcfg-* "$r/etc/sysconfig/network" /dev/null/networkd
  o=$vendor
  while [ -n "$o" ]; do
    next_line
    set -- "$@" "$r$w" "$r$w".d/*.conf
  done
  set -- "$@" /dev/null/manager "$r/etc/NetworkManager/NetworkManager.conf" "$r"/etc/NetworkManager/conf.d/*.conf \
    "$r"/usr/lib/NetworkManager/conf.d/*.conf "$r"/run/NetworkManager/conf.d/*.conf \
    /dev/null/connection "$r"/etc/NetworkManager/system-connections/* "$r"/run/NetworkManager/system-connections/* \
    /dev/null/networkd "$r"/run/systemd/network/*.network "$r"/etc/systemd/network/*.network \
    "$r"/run/systemd/network/*.network.d/*.conf "$r"/etc/systemd/network/*.network.d/*.conf \
    /dev/null/login "$r/etc/environment" "$r/etc/profile" "$r"/etc/profile.d/*.sh \
    /dev/null/resolvconf "$r/etc/resolvconf.conf" \
    /dev/null/servers "$r/etc/resolvconf/resolv.conf.d/head" "$r/etc/resolvconf/resolv.conf.d/base" \
    /dev/null/dhcpcd "$r/etc/dhcpcd.conf" /dev/null/kubelet "$y"
  ! path "$of_config_dir" || set -- "$@" "$r$of_config_dir"/*.conf
  if [ -n "$v" ]; then
    if ! path "$v"; then
      echo 'pods-untold'
    elif [ -f "$r$v" ] && [ -r "$r$v" ]; then
      set -- "$@" /dev/null/pods "$r$v"
    elif [ -e "$r$v" ]; then
      echo 'pods-untold'
    else
      printf '%s\n' "pods-absent $v"
    fi
  fi
  settings "$@" /dev/null/netconfig "$r/etc/sysconfig/network/config" \
    /dev/null/netconfig-link "$r"/etc/sysconfig/network/ifcfg-* \
    /dev/null/udhcpc "$r/etc/udhcpc/udhcpc.conf" /dev/null/cloud "$r"/etc/cloud/cloud.cfg.d/*.cfg
  for l in "$r"/sys/class/net/tun* "$r"/sys/class/net/ppp* "$r"/sys/class/net/utun*; do
    [ -e "$l" ] && printf '%s\n' "vpn ${l##*/}"
  done
  # Who listens matters where a name server may be on this host.
  if [ -z "$r" ] && on_this_host && command -v ss >/dev/null; then
    echo listeners
    show "$(ss -lunp 'sport = :53' 2>/dev/null)"
  fi
  [ -d "$r/run/cloud-init" ] && echo cloud-init
  w=''
  { read -r w <"$r/proc/cmdline"; } 2>/dev/null
  case $w in *network-config=disabled*) echo cloud-network-disabled ;; esac
  if [ -z "$r" ] && command -v nmcli >/dev/null; then connections; fi
}
# on_this_host: whether resolv.conf may name an address of the loopback interface.
on_this_host() {
  for w in 127. ::1 0:1 0.0.0.0; do ! mentions "$resolv" "$w" || return 0; done
  return 1
}
# connections: the active ones of NetworkManager.
connections() {
  c=$(nmcli -t -f UUID,NAME con show --active 2>/dev/null)
  c=$c$NL k=0
  while [ -n "${c%"$NL"}" ] && [ "$k" -lt 20 ]; do
    l=${c%%"$NL"*}
    c=${c#*"$NL"}
    k=$((k + 1))
    u=${l%%:*}
    case $u in '' | *[!0-9a-fA-F-]* | -*) continue ;; esac
    printf '%s\n' "connection ${l#*:}"
    show "$(nmcli -t -f ipv4.method,ipv4.ignore-auto-dns,ipv4.dns,ipv6.method,ipv6.ignore-auto-dns con show uuid "$u" 2>/dev/null)"
  done
}
if [ -h "$resolv" ]; then
  printf '%s\n' "link $(readlink "$resolv")"
  [ -e "$resolv" ] || echo dangling
fi
if [ ! -e "$resolv" ]; then
  echo absent
  state
elif [ -f "$resolv" ] && [ -r "$resolv" ]; then
  state
else
  printf '%s\n' 'unreadable /etc/resolv.conf'
fi
echo 'done'

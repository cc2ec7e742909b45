# What filters this host's packets. For people and for link checks: the manager, and the rules that drop, reject or accept.
# For the check of the firewall: every manager that acts, zones of firewalld, rules of ufw, and the chains that a packet to
# this host passes. Headings begin a line; what was read has a space before it.
r=${PROBE_ROOT-}
rules() {
  echo rules
  printf '%s\n' "$1" | grep -iE 'drop|reject|deny|accept|allow|policy|^ports:|^services:' | head -n 200 | sed 's/^/ /'
}
# bounded HEADING: its input below a heading; "cut" where it goes on.
bounded() {
  printf '%s\n' "$1"
  awk 'NR <= 1200 { print " " substr($0, 1, 600) } NR == 1201 { print "cut" }'
}
# The rules of iptables that a packet to this host may pass: those of INPUT and of the chains that they name.
input() {
  awk '$1 == "-P" && $2 == "INPUT" { print }
    $1 == "-A" {
      n[$2]++
      l[$2, n[$2]] = $0
      for (i = 3; i < NF; i++) if ($i == "-j" || $i == "-g" || $i == "--jump" || $i == "--goto") to[$2] = to[$2] " " $(i + 1)
    }
    END {
      q[1] = "INPUT"; seen["INPUT"] = 1; last = 1
      for (i = 1; i <= last; i++) {
        for (k = 1; k <= n[q[i]]; k++) print l[q[i], k]
        m = split(to[q[i]], t, " ")
        for (k = 1; k <= m; k++) if (!(t[k] in seen) && (t[k] in n)) { seen[t[k]] = 1; q[++last] = t[k] }
      }
    }'
}
# The same of nft: the base chains of type filter at hook input and prerouting.
hooked() {
  awk '/^table / { t = $2 " " $3; c = ""; next }
    /^\t(chain|set|map) / { c = $1 == "chain" ? t SUBSEP $2 : ""; next }
    /^\t}/ { c = "" }
    c != "" && /^\t\t/ {
      sub(/^\t\t/, "")
      n[c]++
      l[c, n[c]] = $0
      if ($0 ~ /^type filter hook (input|prerouting) / && !(c in seen)) { seen[c] = 1; q[++last] = c }
      s = $0
      while (match(s, /(jump|goto) [^ ,}]+/)) {
        to[c] = to[c] " " substr(s, RSTART + 5, RLENGTH - 5)
        s = substr(s, RSTART + RLENGTH)
      }
    }
    END {
      for (i = 1; i <= last; i++) {
        split(q[i], at, SUBSEP)
        print "chain " at[1] " " at[2]
        for (k = 1; k <= n[q[i]]; k++) print " " l[q[i], k]
        m = split(to[q[i]], j, " ")
        for (k = 1; k <= m; k++) {
          x = at[1] SUBSEP j[k]
          if (!(x in seen) && (x in n)) { seen[x] = 1; q[++last] = x }
        }
      }
    }'
}
# listed TOOL: its rules in o4 and o6, and in o together; o6 is "none" where there is no IPv6.
listed() {
  o4=$("$1" -S 2>/dev/null) || return 1
  o6=$("${1%/*}/$(printf '%s\n' "${1##*/}" | sed 's/^ip/ip6/')" -S 2>/dev/null) || o6=none
  o="$o4
$o6"
}
by_iptables() { # sets o
  { [ "$b" != legacy ] || old; } && find_tool iptables && listed "$T" || return 1
  case $o in *-A* | *' DROP'*) return 0 ;; esac
  return 1
}
# Tables of the old kind, each in a file that only root reads; listing them would otherwise load their module.
old() { grep -qx filter "$r/proc/net/ip_tables_names" 2>/dev/null; }
# zones LISTED HEADING NAMES: those of these names.
zones() {
  printf '%s\n' "$1" | a=$3 awk '/^[^ \t]/ { on = index(ENVIRON["a"], " " $1 " ") } on { print }' | bounded "$2"
}
firewalld() {
  d=$("$T" --get-default-zone 2>/dev/null)
  printf '%s\n' "zone-default $d"
  z=$("$T" --list-all-zones 2>/dev/null) || echo 'failed firewalld'
  w=" $d $(printf '%s\n' "$z" | sed -n 's/^\([A-Za-z0-9_-]*\) (.*active.*/\1/p' | tr '\n' ' ') "
  zones "$z" zones "$w"
  zones "$("$T" --permanent --list-all-zones 2>/dev/null)" permanent "$w"
  # What its services are, as its files say; one may include others.
  s=$(printf '%s\n' "$z" | sed -n 's/^ *services: //p' | tr ' ' '\n' | sort -u | head -n 200)
  for n in $s; do
    case $n in *[!A-Za-z0-9_-]*) continue ;; esac
    for f in "$r/etc/firewalld/services/$n.xml" "$r/usr/lib/firewalld/services/$n.xml"; do
      { [ -f "$f" ] && [ -r "$f" ]; } || continue
      head -c 16384 "$f" | tr '<' '\n' | grep -E '^(port|include|protocol) ' | head -n 100 | bounded "service $n"
      break
    done
  done
}
[ "$(id -u)" = 0 ] || echo denied
m=''
if find_tool firewall-cmd && [ "$("$T" --state 2>/dev/null)" = running ]; then
  m=firewalld
  rules "$("$T" --list-all 2>/dev/null | sed 's/^[[:space:]]*//')"
  echo 'acting firewalld'
  set -f
  firewalld
  set +f
fi
e=no
[ ! -f "$r/etc/ufw/ufw.conf" ] || while IFS= read -r l; do
  case $l in ENABLED=[Yy][Ee][Ss]*) e=yes ;; ENABLED=*) e=no ;; esac
done 2>/dev/null <"$r/etc/ufw/ufw.conf"
printf '%s\n' "ufw-enabled $e"
if find_tool ufw; then
  if o=$("$T" status verbose 2>/dev/null) && [ "${o#Status: }" != "$o" ]; then
    if [ "${o#Status: active}" != "$o" ]; then
      [ -n "$m" ] || rules "$o"
      m=${m:-ufw}
      echo 'acting ufw'
      printf '%s\n' "$o" | bounded ufw
    fi
  elif [ "$e" = yes ]; then
    printf 'acting ufw\nfailed ufw\n'
  fi
fi
b=other
if find_tool iptables; then
  b=nft
  case $("$T" -V 2>/dev/null) in *nf_tables*) ;; *) [ ! -r "$r/proc/net/ip_tables_names" ] || b=legacy ;; esac
fi
i=no
if find_tool nft; then
  n=$("$T" list ruleset 2>/dev/null) || echo 'failed nft'
  if [ -n "$n" ]; then
    # What iptables makes in nftables, it also changes; a rule of its own would not help against a chain of another table.
    if printf '%s\n' "$n" | grep '^table ' | grep -qvE '^table ip6? (filter|nat|mangle|raw|security) ' || ! by_iptables; then
      o=$n
      [ -n "$m" ] || rules "$o"
      m=${m:-nft}
    fi
    [ -n "$m" ] || rules "$o"
    m=${m:-iptables}
    printf '%s\n' "$n" | hooked | bounded nft
    case $n in *'chain DOCKER {'*) echo docker ;; esac
  fi
elif [ "$b" != other ]; then
  i=yes
elif old || grep -q '^nf_tables ' "$r/proc/modules" 2>/dev/null; then
  echo 'failed nft'
fi
case $b in
nft) [ "$i" = no ] && [ -z "$n" ] || i=yes ;;
legacy) if old; then i=yes; else i=no; fi ;;
esac
if [ "$i" = yes ] && find_tool iptables; then
  if listed "$T"; then
    case $o in
    *-A* | *' DROP'*)
      [ -n "$m" ] || rules "$o"
      m=${m:-iptables}
      ;;
    esac
    printf '%s\n' "$o4" | input | bounded "iptables $b v4"
    [ "$o6" = none ] || printf '%s\n' "$o6" | input | bounded "iptables $b v6"
    case $o in *'-N DOCKER'*) echo docker ;; esac
  else
    echo 'failed iptables'
  fi
fi
# Rules that neither nft nor an iptables of the new kind shows.
if [ "$b" != legacy ] && old; then
  if find_tool iptables-legacy && listed "$T"; then
    case $o in
    *-A* | *' DROP'*)
      printf '%s\n' "$o4" | input | bounded 'iptables hidden v4'
      [ "$o6" = none ] || printf '%s\n' "$o6" | input | bounded 'iptables hidden v6'
      ;;
    esac
  else
    echo 'failed iptables-legacy'
  fi
fi
[ -z "$m" ] || printf '%s\n' "manager $m"
echo 'done'

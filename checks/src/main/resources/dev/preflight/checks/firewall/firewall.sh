# What filters this host's packets. For people and for link checks: the manager, and the rules that drop, reject or accept.
# For the check of the firewall: every manager that acts, zones of firewalld, rules of ufw, and the chains that a packet to
# this host passes. Headings begin a line; what was read has a space before it.
r=${PROBE_ROOT-}
rules() {
  echo rules
  printf '%s\n' "$1" | awk 'tolower($0) ~ /drop|reject|deny|accept|allow|policy|^ports:|^services:/ && n++ < 200 { print " " $0 }'
}
# These stand in pipes only, and become their tool: one process less each.
# bounded HEADING: its input below a heading, and "cut" if there are more or longer lines: what a rule does is at its end.
bounded() {
  printf '%s\n' "$1"
  exec awk 'NR > 1200 || length($0) > 4000 { cut = 1; next } { print " " $0 } END { if (cut) print "cut" }'
}
# The rules of a table of iptables that a packet to this host or its reply may pass: those of the base chains named, and of
# the chains that they name. Of other chains than INPUT only what may refuse something is sent.
passed() { # CHAIN...
  export a="$*"
  exec awk '$1 == "-P" { policy[$2] = $0 }
    $1 == "-A" {
      n[$2]++
      l[$2, n[$2]] = $0
      for (i = 3; i < NF; i++) if ($i == "-j" || $i == "-g" || $i == "--jump" || $i == "--goto") to[$2] = to[$2] " " $(i + 1)
    }
    function refuses(c, k, m, t) {
      if (c ~ /^(DROP|REJECT|TARPIT|STEAL|QUEUE|NFQUEUE|SYNPROXY)$/) return 1
      if (c in v) return 0
      v[c] = 1
      m = split(to[c], t, " ")
      for (k = 1; k <= m; k++) if (refuses(t[k])) return 1
      return 0
    }
    END {
      m = split(ENVIRON["a"], base, " ")
      for (i = 1; i <= m; i++) {
        split("", v)
        if (base[i] != "INPUT" && policy[base[i]] !~ / DROP$/ && !refuses(base[i])) continue
        if (policy[base[i]] != "") print policy[base[i]]
        q[++last] = base[i]
        seen[base[i]] = 1
      }
      for (i = 1; i <= last; i++) {
        for (k = 1; k <= n[q[i]]; k++) print l[q[i], k]
        m = split(to[q[i]], t, " ")
        for (k = 1; k <= m; k++) if (!(t[k] in seen) && (t[k] in n)) { seen[t[k]] = 1; q[++last] = t[k] }
      }
    }'
}
# The same of nft: the base chains that a packet to this host passes, and its replies. Chains of nat see no replies.
hooked() {
  exec awk '/^table / { t = $2 " " $3; c = ""; next }
    /^\t(chain|set|map) / { c = $1 == "chain" ? t SUBSEP $2 : ""; next }
    /^\t}/ { c = "" }
    c != "" && /^\t\t/ {
      sub(/^\t\t/, "")
      n[c]++
      l[c, n[c]] = $0
      if ($0 ~ /^type filter hook (input|prerouting) / && !(c in seen)) { seen[c] = 1; q[++last] = c }
      else if ($0 ~ /^type [a-z]+ hook / && $0 !~ / hook forward |^type nat hook (out|post)/) side[++sides] = c
      s = $0
      while (match(s, /(jump|goto) [^ ,}]+/)) {
        to[c] = to[c] " " substr(s, RSTART + 5, RLENGTH - 5)
        s = substr(s, RSTART + RLENGTH)
      }
    }
    function refuses(c, k, m, j, at) {
      if ((c in v) || !(c in n)) return 0
      v[c] = 1
      for (k = 1; k <= n[c]; k++) if (l[c, k] ~ /drop|reject|queue|vmap @/) return 1
      split(c, at, SUBSEP)
      m = split(to[c], j, " ")
      for (k = 1; k <= m; k++) if (refuses(at[1] SUBSEP j[k])) return 1
      return 0
    }
    END {
      for (i = 1; i <= sides; i++) {
        split("", v)
        if (!(side[i] in seen) && refuses(side[i])) { seen[side[i]] = 1; q[++last] = side[i] }
      }
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
# Tables of the old kind, each in a file that only root reads; listing one that is not there would load its module.
has_old() { # FAMILY TABLE: '' or 6
  while IFS= read -r h || [ -n "$h" ]; do
    [ "$h" != "$2" ] || return 0
  done 2>/dev/null <"$r/proc/net/ip$1_tables_names"
  return 1
}
old() {
  for c in filter raw mangle security; do
    if has_old '' "$c" || has_old 6 "$c"; then return 0; fi
  done
  return 1
}
six() { printf '%s\n' "${1%/*}/ip6${1##*/ip}"; } # TOOL: that of IPv6
# listed TOOL: its rules in o4 and o6, and in o together; o6 is "none" where IPv6 could not be listed. Of the old kind
# (k is not nft) a table that is not there has no rules.
listed() {
  o4='' o6=''
  if [ "$k" = nft ] || has_old '' filter; then o4=$("$1" -S 2>/dev/null) || return 1; fi
  if [ "$k" = nft ] || has_old 6 filter; then o6=$("$(six "$1")" -S 2>/dev/null) || o6=none; fi
  o="$o4
$o6"
}
# lists TOOL: what "listed" found, and the other tables of the old kind.
lists() {
  printf '%s\n' "$o4" | passed INPUT OUTPUT | bounded "iptables $k v4"
  [ "$o6" = none ] || printf '%s\n' "$o6" | passed INPUT OUTPUT | bounded "iptables $k v6"
  [ "$k" != nft ] || return 0
  for y in raw mangle security; do
    if has_old '' "$y"; then
      x=$("$1" -t "$y" -S 2>/dev/null) || printf 'failed %s\n' "${1##*/} $y"
      printf '%s\n' "$x" | others "iptables $k v4 $y"
    fi
    if has_old 6 "$y"; then
      x=$("$(six "$1")" -t "$y" -S 2>/dev/null) || printf 'failed %s\n' "${1##*/} $y"
      printf '%s\n' "$x" | others "iptables $k v6 $y"
    fi
  done
}
others() { # HEADING
  x=$(passed PREROUTING INPUT OUTPUT POSTROUTING | grep -v '^-P INPUT ACCEPT')
  [ -z "$x" ] || printf '%s\n' "$x" | bounded "$1"
}
by_iptables() { # sets o
  k=$b
  { [ "$b" != legacy ] || old; } && find_tool iptables && listed "$T" || return 1
  case $o in *-A* | *' DROP'*) return 0 ;; esac
  return 1
}
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
u=''
while read -r l _ e _; do
  case $l in Uid:) u=$e && break ;; esac
done 2>/dev/null <"$r/proc/self/status"
# Without /proc a tool has to be asked.
[ "${u:-$(id -u)}" = 0 ] || echo denied
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
  case $("$T" -V 2>/dev/null) in *nf_tables*) ;; *) { [ ! -r "$r/proc/net/ip_tables_names" ] && [ ! -r "$r/proc/net/ip6_tables_names" ]; } || b=legacy ;; esac
fi
i=no
if find_tool nft; then
  n=$("$T" list ruleset 2>/dev/null) || echo 'failed nft'
  if [ -n "$n" ]; then
    # What iptables makes in nftables, it also changes; a rule of its own would not help against a chain of another table.
    if ! printf '%s\n' "$n" | awk '/^table / && !/^table ip6? (filter|nat|mangle|raw|security) / { other = 1 } END { exit other }' ||
      ! by_iptables; then
      o=$n
      [ -n "$m" ] || rules "$o"
      m=${m:-nft}
    fi
    [ -n "$m" ] || rules "$o"
    m=${m:-iptables}
    printf '%s\n' "$n" | hooked | bounded nft
    case $n in *'chain DOCKER {'*) echo docker ;; esac
  fi
else
  # An iptables of the new kind shows its own tables only.
  ! has_nftables || echo 'failed nft'
  [ "$b" = other ] || i=yes
fi
case $b in
nft) [ "$i" = no ] && [ -z "$n" ] || i=yes ;;
legacy) if old; then i=yes; else i=no; fi ;;
esac
if [ "$i" = yes ] && find_tool iptables; then
  k=$b
  if listed "$T"; then
    case $o in
    *-A* | *' DROP'*)
      [ -n "$m" ] || rules "$o"
      m=${m:-iptables}
      ;;
    esac
    lists "$T"
    case $o in *'-N DOCKER'*) echo docker ;; esac
  else
    echo 'failed iptables'
  fi
fi
# Rules that neither nft nor an iptables of the new kind shows.
if [ "$b" != legacy ] && old; then
  k=hidden
  if find_tool iptables-legacy && listed "$T"; then
    o=$(lists "$T")
    case $o in *-A* | *' DROP'* | *failed*) printf '%s\n' "$o" ;; esac
  else
    echo 'failed iptables-legacy'
  fi
fi
[ -z "$m" ] || printf '%s\n' "manager $m"
echo 'done'

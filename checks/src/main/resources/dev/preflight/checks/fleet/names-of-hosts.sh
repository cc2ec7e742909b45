# shellcheck shell=sh disable=SC2154 # T is set by the texts before this one
# What a host finds under the names of all hosts, and what /etc/hosts has for them; with PARAM_REVERSE also which names the
# first address has. Eight names at once, 2 s each; those that would begin after 40 s are not asked for.
# Arguments: more names, --, and the names of the hosts, of which PARAM_NAMES says what is looked for.
r=${PROBE_ROOT-}
NL='
'
find_tool getent
G=$T
told() { # NAME HUNDREDTHS ANSWER REVERSE
  printf '%s\n' "$3$NL@reverse$NL$4" | name=$1 hundredths=$2 awk '
    function add(line) { out = out " " line "\n" }
    /^@reverse/ { back = 1; next }
    /^@status / { if (!back) status = $2; next }
    $1 !~ /^[0-9A-Fa-f.:]+(%[A-Za-z0-9_.-]+)?$/ { next }
    !back && n < 8 && !seen[$1]++ { n++; add("address " $1) }
    back { for (i = 2; i <= NF && i < 8; i++) if ($i ~ /^[A-Za-z0-9._-]+$/) add("reverse " substr($i, 1, 253)) }
    # In one piece, or the lines of several names would mix.
    END {
      if (status ~ /^[0-9]+$/) add("status " status)
      if (ENVIRON["hundredths"] ~ /^[0-9]+$/) add("ms " ENVIRON["hundredths"] * 10)
      printf "name %s\n%s", ENVIRON["name"], out
    }'
}
look() { # NAME
  now
  B=$T
  O=$(limit 2 "$G" ahosts "$1")
  case $O in
  # The getent of musl may know no ahosts.
  *'@status 1') O=$(limit 2 "$G" hosts "$1") ;;
  esac
  now
  E=$((T - B)) H=''
  if [ "$PARAM_REVERSE" = yes ]; then
    A=${O%%[!0-9A-Fa-f.:]*}
    case $A in *[.:]*) H=$(limit 2 "$G" hosts "$A") ;; esac
  fi
  told "$1" "$E" "$O" "$H"
}
now
FIRST=$T
I=0
ALL=''
ask() { # NAME
  # What can be no name is not asked for, nor is what is an address.
  case $1 in
  '' | -* | *[!A-Za-z0-9._-]*) return ;;
  *[!0-9.]*) ;;
  *) return ;;
  esac
  case " $ALL " in *" $1 "*) return ;; esac
  ALL="$ALL $1"
  if [ -z "$G" ]; then
    printf '%s\n' "name $1$NL no-tool"
    return
  fi
  [ "$I" -lt 8 ] || { wait && I=0; }
  now
  if [ "$((T - FIRST))" -gt 4000 ]; then
    printf '%s\n' "name $1$NL not-asked"
  else
    I=$((I + 1))
    look "$1" &
  fi
}
W='more'
for N in "$@"; do
  case $W:$N in
  *:--) W=$PARAM_NAMES ;;
  more:* | inventory:*) ask "$N" ;;
  short:*) ask "${N%%.*}" ;;
  fqdn:*.*) ask "$N" ;;
  both:*)
    ask "${N%%.*}"
    case $N in *.*) ask "$N" ;; esac
    ;;
  esac
done
wait
if [ -f "$r/etc/hosts" ]; then
  if [ -r "$r/etc/hosts" ]; then
    names=$ALL awk 'BEGIN { n = split(tolower(ENVIRON["names"]), all, " "); for (i = 1; i <= n; i++) want[all[i]] = 1 }
      { sub(/\r$/, ""); sub(/#.*/, "") }
      $1 ~ /^[0-9A-Fa-f.:]+$/ { for (i = 2; i <= NF; i++) if (tolower($i) in want) print "file", tolower($i), $1 }' "$r/etc/hosts"
  else
    echo unreadable
  fi
fi
echo 'done'

# What an earlier installation left: paths, data, network interfaces, chains, processes, units, mounts and users of these
# names. Arguments: names with * and ?, each behind its kind and a colon; others are names of products, for readers of
# this script. What cannot be read has a line that says so, as something may be there. Headings begin a line; what was
# read has a space before it.
R=${PROBE_ROOT-}
NEWLINE='
'
MOST=20
seen() { # WORD NAME: at most so many for each argument
  I=$((I + 1))
  [ "$I" -gt "$MOST" ] || printf ' %s %s\n' "$1" "${2%%"$NEWLINE"*}"
}
unparted() { # PATTERN: G is the same for the shell, which parts a pattern at its blanks
  G=$1
  while case $G in *[' 	']*) ;; *) false ;; esac do G="${G%%[ 	]*}?${G#*[ 	]}"; done
}
content() { # DIRECTORY: sets O to a name in it; a new file system has lost+found
  for O in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $O in
    */lost+found) ;;
    # A pattern without a match stands for itself, unless there is a file of that name.
    "$1/*" | "$1/.[!.]*" | "$1/..?*") ! { [ -e "$O" ] || [ -L "$O" ]; } || return 0 ;;
    *) return 0 ;;
    esac
  done
  O=''
}
briefly() { # COMMAND...: for five seconds
  # shellcheck disable=SC2016 # a program of the other shell
  /bin/sh -c '{
    "$@" &
    p=$!
    (sleep 5 && kill -9 "$p") >/dev/null 2>&1 &
    w=$!
    wait "$p"
    s=$?
    kill -9 "$w"
  } 2>/dev/null
  exit "$s"' briefly "$@"
}
there() { # PATH, with the root of a test
  F=${1#"$R"}
  if [ -d "$1" ]; then
    [ -r "$1" ] || { seen denied "$F" && return; }
    content "$1"
    [ -n "$O" ] || return 0
  fi
  if [ "$KIND" = data ]; then
    DATA=1
    Z=$(briefly du -skx -- "$1") || Z=
    Z=${Z%%[!0-9]*}
    Y=$(stat -c %Y -- "$1" 2>/dev/null) || Y=
    seen data "${Z:--} ${Y:--} $F"
  else
    seen found "$F"
    case $F in *[*?[\\]* | *"$NEWLINE"*) ;; *) [ "$I" -gt "$MOST" ] || OWNED="$OWNED$F$NEWLINE" ;; esac
  fi
}
walk() { # DIRECTORY REST: a name in it, a slash, and so on
  case $2 in
  */*) set -- "$1" "${2%%/*}" "${2#*/}" ;;
  *) set -- "$1" "$2" '' ;;
  esac
  [ -d "$1/" ] || return 0
  case $2 in
  '')
    [ -z "$3" ] || walk "$1" "$3"
    return 0
    ;;
  *[*?[]*)
    if [ ! -r "$1/" ] || [ ! -x "$1/" ]; then
      seen denied "${1#"$R"}/" && return
    fi
    ;;
  *) [ -x "$1/" ] || { seen denied "${1#"$R"}/" && return; } ;;
  esac
  unparted "$2"
  # A pattern of the shell leaves out names that begin with a dot, and so would hide what is there.
  case $2 in [*?[]*) H=yes ;; *) H='' ;; esac
  for E in "$1"/$G ${H:+"$1"/.[!.]*} ${H:+"$1"/..?*}; do
    [ -e "$E" ] || [ -L "$E" ] || continue
    # shellcheck disable=SC2254 # a pattern of the profile
    case ${E##*/} in . | ..) continue ;; $2) ;; *) continue ;; esac
    if [ -z "$3" ]; then there "$E"; else walk "$E" "$3"; fi
  done
}
interfaces() { # NAME
  [ -d "$R/sys/class/net" ] || echo ' failed /sys/class/net'
  unparted "$1"
  for E in "$R"/sys/class/net/$G; do
    [ -d "$E" ] || continue
    if [ -e "$E/device" ]; then seen found "${E##*/}"; else seen virtual "${E##*/}"; fi
  done
}
processes() { # NAME, of which the kernel keeps 15 characters
  set -- "$(printf '%.15s' "$1")"
  [ -r "$R/proc/1/comm" ] || echo ' hidden'
  for E in "$R"/proc/[0-9]*; do
    IFS= read -r C <"$E/comm" || continue
    # shellcheck disable=SC2254 # a pattern of the profile
    case $C in $1) seen found "$C (${E##*/})" ;; esac
  done 2>/dev/null
}
units() { # NAME
  case $1 in *.*) set -- "$1" "${1%.service}" ;; *) set -- "$1.service" "$1" ;; esac
  for D in etc/systemd/system run/systemd/system run/systemd/transient usr/local/lib/systemd/system \
    usr/lib/systemd/system lib/systemd/system etc/init.d; do
    [ -d "$R/$D" ] || continue
    [ -r "$R/$D" ] || { seen denied "/$D" && continue; }
    # One directory under two names.
    [ "$D" != lib/systemd/system ] || [ ! -L "$R/lib" ] || continue
    case $D in etc/init.d) unparted "$2" ;; *) unparted "$1" ;; esac
    for E in "$R/$D"/$G; do
      [ -e "$E" ] || [ -L "$E" ] || continue
      # A mask starts nothing.
      [ "$(readlink "$E")" = /dev/null ] || seen found "${E#"$R"}"
    done
  done
}
mounts() { # NAME
  while read -r _ _ _ _ E _; do
    # shellcheck disable=SC2254
    case $E in $1) seen found "$E" ;; esac
  done 2>/dev/null <"$R/proc/self/mountinfo" || echo ' failed /proc/self/mountinfo'
}
users() { # NAME
  if [ -f "$R/etc/passwd" ] && [ -r "$R/etc/passwd" ]; then
    while IFS=: read -r E _; do
      # shellcheck disable=SC2254
      case $E in $1) seen found "$E" ;; esac
    done <"$R/etc/passwd"
  else
    echo ' failed /etc/passwd'
  fi
}
listed() { # ARGUMENT...: adds what T says to SAID, and its status if it fails
  O=$("$T" "$@" 2>&1) || O="$O$NEWLINE@failed $?"
  [ -z "$O" ] || SAID="$SAID@of ${T##*/}$NEWLINE$O$NEWLINE"
}
# The names of chains and tables in what tools said, or why one said nothing.
# shellcheck disable=SC2016 # a program of awk
NAMES='function look() {
    if ($1 == "@of") { of = $2; said = "" }
    else if (/^@no-tool/) notice[++notices] = " no-tool"
    else if (/^:/) print substr($1, 2)
    else if ($1 == "table" && $NF == "{") print $3
    else if ($1 == "chain" && $NF == "{") print $2
    else if (/^@failed/) notice[++notices] = " failed " of ": " said
    else if (!/^[-#*}[:space:]]/ && !/^COMMIT/ && said == "") said = substr($0, 1, 1000)
  }
  BEGIN {
    n = split(ENVIRON["said"], line, "\n")
    for (i = 1; i <= n; i++) { $0 = line[i]; look() }
    if (n > 0) exit
  }
  { look() }
  END { for (i = 1; i <= notices; i++) print "@" notice[i] }'
rules() { # sets A to all chains and tables, and NOTICES to what could not be read
  A='' NOTICES='' SAID=''
  L=no
  [ ! -e "$R/proc/net/ip_tables_names" ] && [ ! -e "$R/proc/net/ip6_tables_names" ] || L=yes
  # What the kernel does not have is not loaded by looking for it.
  [ "$L" = yes ] || has_nftables || return 0
  X=no
  for N in iptables-save ip6tables-save iptables-legacy-save ip6tables-legacy-save; do
    case $N in
    ip6*) [ -e "$R/proc/net/if_inet6" ] || continue ;;
    esac
    case $N in
    *legacy*) [ "$L" = yes ] || continue ;;
    esac
    find_tool "$N" || continue
    X=yes
    listed
  done
  [ "$L$X" != yesno ] || SAID="@no-tool$NEWLINE"
  # iptables-save does not show tables that nft has made.
  if find_tool nft; then
    listed list chains
  elif has_nftables; then
    SAID="$SAID@no-tool$NEWLINE"
  fi
  # What is short is given to awk as a variable, which is no process.
  if [ -z "$SAID" ]; then
    A=
  elif [ ${#SAID} -le 65536 ]; then
    A=$(said=$SAID awk "$NAMES" </dev/null) || A='@ failed awk: '
  else
    A=$(printf '%s' "$SAID" | said='' awk "$NAMES") || A='@ failed awk: '
  fi
  A=$NEWLINE$A$NEWLINE
  case $A in
  *"$NEWLINE@ "*)
    NOTICES=${A#*"$NEWLINE@"}
    A=${A%%"$NEWLINE@ "*}
    ;;
  esac
}
chains() { # NAME
  [ -n "${RULES-}" ] || { rules && RULES='read'; }
  set -f
  # No name of a chain has a blank.
  for E in $A; do
    # shellcheck disable=SC2254
    case $E in $1) seen found "$E" ;; esac
  done
  set +f
  E=$NOTICES
  while [ -n "$E" ]; do
    printf '%s\n' "${E%%"$NEWLINE"*}"
    E=${E#*"$NEWLINE"}
    E=${E#@}
  done
}
packages() {
  M=
  if [ -s "$R/var/lib/dpkg/status" ] && find_tool dpkg-query; then
    M=dpkg
  elif { [ -s "$R/lib/apk/db/installed" ] || [ -s "$R/usr/lib/apk/db/installed" ]; } && find_tool apk; then
    M=apk
  elif find_tool rpm; then
    M=rpm
  fi
  [ -n "$M" ] || return 0
  while [ -n "$OWNED" ]; do
    F=${OWNED%%"$NEWLINE"*}
    OWNED=${OWNED#*"$NEWLINE"}
    case $M in
    dpkg) O=$("$T" -S -- "$F") && O=${O%%"$NEWLINE"*} && O=${O%%:*} ;;
    apk) O=$("$T" info --who-owns "$F") && O=${O##* is owned by } ;;
    rpm) O=$("$T" -qf --qf '%{NAME}\n' -- "$F") ;;
    esac 2>/dev/null || continue
    case $O in diversion*) continue ;; esac
    [ -z "$O" ] || printf 'owner %s\n %s\n' "$F" "${O%%"$NEWLINE"*}"
  done
}
OWNED='' DATA=''
for ASKED in "$@"; do
  KIND=${ASKED%%:*} NAME=${ASKED#*:} I=0
  case $ASKED in
  path:/* | data:/*) printf '%s\n' "asked $ASKED" && walk "$R" "${NAME#/}" ;;
  interface:*) printf '%s\n' "asked $ASKED" && interfaces "$NAME" ;;
  process:*) printf '%s\n' "asked $ASKED" && processes "$NAME" ;;
  unit:*) printf '%s\n' "asked $ASKED" && units "$NAME" ;;
  mount:*) printf '%s\n' "asked $ASKED" && mounts "$NAME" ;;
  user:*) printf '%s\n' "asked $ASKED" && users "$NAME" ;;
  chain:*) printf '%s\n' "asked $ASKED" && chains "$NAME" ;;
  *) continue ;;
  esac
  [ "$I" -le "$MOST" ] || printf ' more %s\n' $((I - MOST))
done
if [ -n "$DATA" ]; then
  # By which the age of data is judged.
  NOW=$(date +%s)
  case $NOW in '' | *[!0-9]*) ;; *) printf 'now %s\n' "$NOW" ;; esac
fi
[ -z "$OWNED" ] || packages
echo 'done'

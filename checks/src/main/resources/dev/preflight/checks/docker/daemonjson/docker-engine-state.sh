# What decides beside daemon.json whether dockerd starts: Swarm, plugins, and the user and group that the file names. Headings
# begin a line; nothing stands under them.
r=${PROBE_ROOT-}
# values FILE: the texts that it gives these keys first, where they are plain, a line each behind the key: what they are,
# the parser of the file says.
values() {
  head -c 65536 "$1" | tr -d '\0' | tr '\n' ' ' | awk '{
      for (n = split("data-root graph group userns-remap", key, " "); n > 0; n--) {
        k = "\"" key[n] "\""
        if (!(i = index($0, k))) continue
        rest = substr($0, i + length(k), 5000)
        if (match(rest, /^[ \t\r]*:[ \t\r]*"[^"\\]*"/)) {
          rest = substr(rest, 1, RLENGTH - 1)
          sub(/^[ \t\r]*:[ \t\r]*"/, "", rest)
          print key[n] "=" rest
        }
      }
    }'
}
# value KEY: V is what the file gives this key.
value() {
  V=$NL$text$NL
  case $V in
  *"$NL$1="*)
    V=${V#*"$NL$1="}
    V=${V%%"$NL"*}
    ;;
  *) V='' ;;
  esac
}
# seen DIRECTORY: whether we would see what is in it, or that it is not there.
seen() {
  k='' w=$1
  while [ -n "$w" ]; do
    case $w in
    /*)
      w=${w#/}
      continue
      ;;
    esac
    [ -z "$k" ] || [ -x "$r$k" ] || return 1
    k=$k/${w%%/*}
    w=${w#"${w%%/*}"}
    [ -e "$r$k" ] || return 0
  done
  [ -x "$r$k" ] && [ -r "$r$k" ]
}
# entry FILE NAME: whether it has a line for this name or, in the third field of passwd and group, this number.
entry() {
  [ -n "$(name=$2 awk -F: '$1 == ENVIRON["name"] || (FILENAME ~ /\/(passwd|group)$/ && $3 == ENVIRON["name"]) { print "here" }' "$r$1" 2>/dev/null)" ]
}
# there DATABASE NAME: the same, and where the file has none, of whatever else the host asks (nsswitch.conf(5)).
there() {
  case $2 in *[!A-Za-z0-9_.-]* | -* | '') return 1 ;; esac
  entry "/etc/$1" "$2" || { [ -z "$r" ] && getent "$1" "$2" >/dev/null 2>&1; }
}
# told KIND NAME RESULT: a line, if the name is one that we looked for.
told() {
  case $2 in *[!A-Za-z0-9_.:-]* | '') return 0 ;; esac
  if [ "$3" = 0 ]; then printf '%s %s yes\n' "$1" "$2"; else printf '%s %s no\n' "$1" "$2"; fi
}
# places: f is the file and d the data directory of the host's dockerd, or of the one that would be started.
places() {
  f='' d='' whose=0 text=''
  if [ -n "$DAEMON" ]; then
    whose=$OWNER
    option config-file
    f=$V
    option data-root g
    d=$V
    if [ -z "$d" ]; then
      option graph g
      d=$V
    fi
  fi
  if [ -z "$f" ]; then
    f=/etc/docker/daemon.json
    [ ! -d "$r/var/snap/docker/current/config" ] || f=/var/snap/docker/current/config/daemon.json
    [ "$whose" = 0 ] || f=${HOME-}/.config/docker/daemon.json
  fi
  if path "$f" && [ -f "$r$f" ] && [ -r "$r$f" ]; then text=$(values "$r$f"); fi
  for k in data-root graph; do
    [ -z "$d" ] || continue
    value "$k"
    d=$V
  done
  if [ -z "$d" ]; then
    d=/var/lib/docker
    [ ! -d "$r/var/snap/docker/common/var-lib-docker" ] || d=/var/snap/docker/common/var-lib-docker
    [ "$whose" = 0 ] || d=${HOME-}/.local/share/docker
  fi
}
# swarm: whether this host is part of one.
swarm() {
  if ! seen "$d/swarm"; then
    echo 'swarm hidden'
  # moby daemon/cluster: without a certificate it takes the state for one that was never reached.
  elif [ -f "$r$d/swarm/docker-state.json" ] && [ -f "$r$d/swarm/certificates/swarm-node.crt" ]; then
    echo 'swarm active'
  elif [ -f "$r$d/swarm/docker-state.json" ] && ! seen "$d/swarm/certificates"; then
    echo 'swarm hidden'
  else
    echo 'swarm none'
  fi
}
# moby pkg/plugins/discovery.go: sockets and files that name one. Plugins that the engine manages bear their names inside.
plugins() {
  all=all
  for b in /run/docker/plugins /etc/docker/plugins /usr/lib/docker/plugins; do
    seen "$b" || all=some
    for p in "$r$b"/*.sock "$r$b"/*.spec "$r$b"/*.json "$r$b"/*/*.sock; do
      [ -e "$p" ] || continue
      case $p in *"$NL"*) continue ;; esac
      p=${p##*/}
      printf 'plugin %s\n' "${p%.*}"
    done
  done
  if seen "$d/plugins"; then
    for p in "$r$d/plugins"/*/config.json; do [ ! -e "$p" ] || all=some; done
  else
    all=some
  fi
  printf 'plugins %s\n' "$all"
}
# users: whether the group and the user are there that the file names.
users() {
  value group
  n=$V
  there group "$n"
  told group "$n" $?
  value userns-remap
  n=$V
  u=${n%%:*}
  ok=1
  if there passwd "$u"; then
    # Ranges are by name or by number; whether one that is given by number has them by name is not looked for.
    if [ "$u" = root ] || [ "$u" = 0 ] || { entry /etc/subuid "$u" && entry /etc/subgid "$u"; }; then ok=0; fi
  fi
  case $u in *[!0-9]*) ;; *) [ $ok = 0 ] || ! there passwd "$u" || n='' ;; esac
  case $n in
  *:*:*) ok=1 ;;
  *:*) there group "${n#*:}" || ok=1 ;;
  esac
  [ "$u" = default ] || told user "$n" $ok
}
find_dockerd
if [ -n "$UNSURE" ]; then
  printf 'unsure process %s\n' "$UNSURE"
else
  places
  if path "$d"; then
    swarm
    plugins
    users
  else
    echo 'unsure --data-root'
  fi
fi
echo 'done'

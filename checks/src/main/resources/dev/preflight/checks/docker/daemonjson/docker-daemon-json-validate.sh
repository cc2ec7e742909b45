# The result of dockerd's own check of its configuration file, from 23.0 on; it only parses and ends.
r=${PROBE_ROOT-}
# validated: what the dockerd that is installed says of the file of the one that runs, or would run.
validated() {
  if ! find_tool dockerd "${HOME-}/bin" /snap/docker/current/bin; then
    echo 'none no-dockerd'
    return
  fi
  exe=$T
  v=$("$exe" --version 2>/dev/null </dev/null | sed -n 's/.*version v\{0,1\}\([0-9]\{1,4\}\)\..*/\1/p')
  v=${v%%"$NL"*}
  if [ "${v:-0}" -lt 23 ]; then
    echo 'none before-23'
    return
  fi
  f='' whose=0
  set --
  if [ -n "$DAEMON" ]; then
    whose=$OWNER
    option config-file
    f=$V
    set -f
    IFS=$NL
    # shellcheck disable=SC2086 # one argument a line, behind the program's name
    set -- $WORDS
    unset IFS
    set +f
    shift
  fi
  if [ -z "$f" ]; then
    f=/etc/docker/daemon.json
    [ ! -d "$r/var/snap/docker/current/config" ] || f=/var/snap/docker/current/config/daemon.json
    [ "$whose" = 0 ] || f=${HOME-}/.config/docker/daemon.json
  fi
  if ! path "$f"; then
    echo 'unsure --config-file'
  elif [ -f "$r$f" ] && [ -r "$r$f" ]; then
    printf 'checked %s\n' "$f"
    # A copy of its own: dockerd reads the bytes that we could read, and no path of the host. The last flag of a name
    # counts. These are arguments of the host's own dockerd, for the same program, and it only parses them.
    if [ -e /dev/stdin ]; then
      m=$(head -c 65537 "$r$f" | "$exe" --validate "$@" --config-file=/dev/stdin 2>&1)
    else
      m=$("$exe" --validate "$@" "--config-file=$r$f" 2>&1 </dev/null)
    fi
    rc=$?
    printf '%s\n' "$m" | head -c 4096 | sed -e 's#://[^/@[:space:]]*@#://***@#g' -e 's/^/ /'
    printf 'rc=%s\n' "$rc"
  else
    echo 'none no-file'
  fi
}
find_dockerd
if [ -n "$UNSURE" ]; then printf 'unsure process %s\n' "$UNSURE"; else validated; fi

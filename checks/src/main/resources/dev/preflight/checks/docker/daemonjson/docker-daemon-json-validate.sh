# The result of dockerd's own check of its configuration file, from 23.0 on; it only parses and ends.
r=${PROBE_ROOT-}
f='' whose=0
set --
find_dockerd
[ -z "$UNSURE" ] || { printf 'unsure process %s\n' "$UNSURE" && exit 0; }
find_tool dockerd "${HOME-}/bin" /snap/docker/current/bin || { echo 'none no-dockerd' && exit 0; }
exe=$T
v=$("$exe" --version 2>/dev/null </dev/null | sed -n 's/.*version v\{0,1\}\([0-9]\{1,4\}\)\..*/\1/p' | head -n 1)
[ "${v:-0}" -ge 23 ] || { echo 'none before-23' && exit 0; }
if [ -n "$DAEMON" ]; then
  whose=$OWNER
  option config-file
  f=$V
  set -f
  IFS=$NL
  # shellcheck disable=SC2086 # one argument a line, behind its name
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
path "$f" || { echo 'unsure --config-file' && exit 0; }
{ [ -f "$r$f" ] && [ -r "$r$f" ]; } || { echo 'none no-file' && exit 0; }
printf 'checked %s\n' "$f"
# A copy of its own: dockerd reads the bytes that we could read, and no path of the host. The last flag of a name counts.
# These are arguments of the host's own dockerd, for the same program, and it only parses them.
if [ -e /dev/stdin ]; then
  m=$(head -c 65537 "$r$f" | "$exe" --validate "$@" --config-file=/dev/stdin 2>&1)
else
  m=$("$exe" --validate "$@" "--config-file=$r$f" 2>&1 </dev/null)
fi
rc=$?
printf '%s\n' "$m" | head -c 4096 | sed -e 's#://[^/@[:space:]]*@#://***@#g' -e 's/^/ /'
printf 'rc=%s\n' "$rc"

# The configuration file of dockerd. Headings begin a line; what was read stands under them behind a space;
# the bytes of the file come last, unchanged.
r=${PROBE_ROOT-}
f='' whose=0
find_dockerd
[ -z "$UNSURE" ] || { printf 'unsure process %s\n' "$UNSURE" && exit 0; }
if [ -n "$DAEMON" ]; then
  whose=$OWNER
  option config-file
  f=$V
else
  for b in /lib /usr/lib /usr/local/lib /run /etc; do
    for u in "$r$b/systemd/system/docker.service" "$r$b/systemd/system/docker.service.d"/*.conf; do
      { [ -f "$u" ] && [ -r "$u" ]; } || continue
      x=$(head -c 16384 "$u" | sed -n 's/^ExecStart=.*--config-file[= ]"\{0,1\}\([^" ]*\).*/\1/p' | tail -n 1)
      [ -z "$x" ] || f=$x
    done
  done
fi
how=named
if [ -z "$f" ]; then
  how=default f=/etc/docker/daemon.json
  if [ -d "$r/var/snap/docker/current/config" ]; then f=/var/snap/docker/current/config/daemon.json; fi
  [ "$whose" = 0 ] || f=${HOME-}/.config/docker/daemon.json
fi
path "$f" || { echo 'unsure --config-file' && exit 0; }
printf '%s %s\n' "$how" "$f"
f=$r$f
echo directory && command ls -ldn "${f%/*}/" 2>&1 | sed 's/^/ /'
echo file && command ls -ldn "$f" 2>&1 | sed 's/^/ /'
[ -e "$f" ] || exit 0
[ -f "$f" ] || { echo irregular && exit 0; }
[ -r "$f" ] || { echo error && command cat "$f" 2>&1 </dev/null | head -c 1024 | sed 's/^/ /' && exit 0; }
echo size && head -c 65537 "$f" | wc -c | sed 's/^ */ /'
echo content && head -c 65537 "$f"

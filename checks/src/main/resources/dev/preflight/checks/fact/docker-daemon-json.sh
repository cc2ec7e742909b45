# The configuration file of dockerd. Headings begin a line; what was read stands under them behind a space;
# the bytes of the file come last, unchanged.
r=${PROBE_ROOT-}
# option_of_units: f is the file that the last of the units' start commands names.
option_of_units() {
  for b in /lib /usr/lib /usr/local/lib /run /etc; do
    for u in "$r$b/systemd/system/docker.service" "$r$b/systemd/system/docker.service.d"/*.conf; do
      { [ -f "$u" ] && [ -r "$u" ]; } || continue
      x=$(head -c 16384 "$u" | sed -n 's/^ExecStart=.*--config-file[= ]"\{0,1\}\([^" ]*\).*/\1/p')
      [ -z "$x" ] || f=${x##*"$NL"}
    done
  done
}
# file PATH: what it is, and what is in it.
file() {
  # One line each; of one that cannot be listed it comes first, on standard error.
  x=$(command ls -ldn "${1%/*}/" "$1" 2>&1)
  a=${x%%"$NL"*} x=${x#*"$NL"}
  case $x in
  "$a" | *"$NL"*)
    a=$(command ls -ldn "${1%/*}/" 2>&1)
    x=$(command ls -ldn "$1" 2>&1)
    ;;
  *" ${1%/*}/")
    b=$a a=$x x=$b
    ;;
  esac
  echo directory
  indent "$a"
  echo file
  indent "$x"
  if [ ! -e "$1" ]; then
    return
  elif [ ! -f "$1" ]; then
    echo irregular
  elif [ ! -r "$1" ]; then
    x=$(command cat "$1" 2>&1 </dev/null | head -c 1024)
    echo error
    indent "$x"
  else
    x=$(head -c 65537 "$1" | wc -c)
    printf '%s\n' size " ${x##* }" content
    head -c 65537 "$1"
  fi
}
find_dockerd
f='' whose=0 how=named
if [ -n "$DAEMON" ]; then
  whose=$OWNER
  option config-file
  f=$V
elif [ -z "$UNSURE" ]; then
  option_of_units
fi
if [ -z "$f" ]; then
  how=default f=/etc/docker/daemon.json
  if [ -d "$r/var/snap/docker/current/config" ]; then f=/var/snap/docker/current/config/daemon.json; fi
  [ "$whose" = 0 ] || f=${HOME-}/.config/docker/daemon.json
fi
if [ -n "$UNSURE" ]; then
  printf 'unsure process %s\n' "$UNSURE"
elif path "$f"; then
  printf '%s %s\n' "$how" "$f"
  file "$r$f"
else
  echo 'unsure --config-file'
fi

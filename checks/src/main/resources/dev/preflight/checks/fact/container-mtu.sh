# How large packets of containers are: what networks are told, and what interfaces in running containers have. Headings
# begin a line: network NAME DRIVER MTU PARENT ("-" for what is not set), container MTU NAME, cni MTU FILE.
r=${PROBE_ROOT-}
for t in docker podman; do
  command -v "$t" >/dev/null || continue
  if ! n=$("$t" network ls -q 2>&1); then
    echo "denied $t" && printf '%s\n' "$n" | head -n 1 | sed 's/^/ /'
    continue
  fi
  # shellcheck disable=SC2086 # one id a word
  [ "$t" = docker ] && [ -n "$n" ] && docker network inspect --format \
    'network {{.Name}} {{.Driver}} {{or (index .Options "com.docker.network.driver.mtu") "-"}} {{or (index .Options "parent") "-"}}' $n
  c=$("$t" ps -q 2>/dev/null) || continue
  # shellcheck disable=SC2086
  [ -z "$c" ] || "$t" inspect --format '{{.State.Pid}} {{.Name}}' $c | while read -r p n; do
    # Root sees the interfaces of the container through the root of its process.
    m=
    { read -r m <"$r/proc/$p/root/sys/class/net/eth0/mtu"; } 2>/dev/null
    [ -z "$m" ] || echo "container $m $n"
  done
done
for f in "$r"/etc/cni/net.d/*; do
  if [ ! -f "$f" ] || [ ! -r "$f" ]; then continue; fi
  m=$(sed -n 's/.*"mtu"[[:space:]]*:[[:space:]]*\([0-9]\{1,6\}\).*/\1/p' "$f" | head -n 1)
  [ -z "$m" ] || echo "cni $m ${f#"$r"}"
done
echo 'done'

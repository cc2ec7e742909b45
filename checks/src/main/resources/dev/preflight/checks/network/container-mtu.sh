# The packet sizes of containers: the MTU options of networks, and the MTU of interfaces in running containers. Headings
# begin a line: network NAME DRIVER MTU PARENT ("-" for what is not set; under=MTU is what an overlay may ask of the
# interface below it, which is what its option says), container MTU NAME, cni MTU FILE.
r=${PROBE_ROOT-}
nl='
'
for t in docker podman; do
  command -v "$t" >/dev/null || continue
  if ! n=$("$t" network ls -q 2>&1); then
    printf '%s\n' "denied $t" " ${n%%"$nl"*}"
    continue
  fi
  # shellcheck disable=SC2086 # one id a word
  [ "$t" = docker ] && [ -n "$n" ] && case $n in *[!0-9a-f"$nl"]*) false ;; esac && docker network inspect --format \
    'network {{.Name}} {{.Driver}} {{if eq .Driver "overlay"}}under={{end}}{{or (index .Options "com.docker.network.driver.mtu") "-"}} {{or (index .Options "parent") "-"}}' $n
  c=$("$t" ps -q 2>/dev/null) || continue
  case $c in *[!0-9a-f"$nl"]*) continue ;; esac
  # shellcheck disable=SC2086
  [ -z "$c" ] || "$t" inspect --format '{{.State.Pid}} {{.Name}}' $c | while read -r p n; do
    # Root sees the interfaces of the container through the root of its process.
    m=
    case $p in '' | *[!0-9]*) continue ;; esac
    [ -f "$r/proc/$p/root/sys/class/net/eth0/mtu" ] || continue
    { read -r m <"$r/proc/$p/root/sys/class/net/eth0/mtu"; } 2>/dev/null
    [ -z "$m" ] || printf '%s\n' "container $m $n"
  done
done
for f in "$r"/etc/cni/net.d/*; do
  if [ ! -f "$f" ] || [ ! -r "$f" ]; then continue; fi
  m=$(sed -n 's/.*"mtu"[[:space:]]*:[[:space:]]*\([0-9]\{1,6\}\).*/\1/p' "$f")
  [ -z "$m" ] || printf '%s\n' "cni ${m%%"$nl"*} ${f#"$r"}"
done
echo 'done'

# What decides the log limits of new containers beside daemon.json, and the room that there is for logs. Headings begin
# a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
# lines PATTERN FILE...: the lines of each file that match, under a heading with its path.
lines() {
  pattern=$1 && shift
  for f in "$@"; do
    [ -f "$f" ] || continue
    case $f in *"$NL"*) echo 'unreadable a file whose name has two lines' && continue ;; esac
    [ -r "$f" ] || { printf '%s\n' "unreadable ${f#"$r"}" && continue; }
    printf '%s\n' "file ${f#"$r"}"
    x=$(grep -E -e "$pattern" "$f")
    [ "${#x}" -le 4096 ] || x=$(printf '%s\n' "$x" | head -c 4096)
    [ -z "$x" ] || indent "$x"
  done
}
space() {
  d=$1
  while [ ! -d "$r$d" ] && [ -n "$d" ]; do d=${d%/*}; done
  x=$(command df -Pk "$r${d:-/}" 2>&1)
  printf '%s\n' "space $1" " ${x##*"$NL"}"
}
# Debian's engine and Docker's own write this file when they start.
pid=$r/var/run/docker.pid
root=''
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  dockerd | dockerd-current)
    serves "${p##*/}"
    case $? in 0) ;; 2) printf 'unsure process %s\n' "${p##*/}" && continue ;; *) continue ;; esac
    option config-file
    f=${V:-/etc/docker/daemon.json}
    path "$f" || { echo 'unsure --config-file' && continue; }
    # shellcheck disable=SC3013 # dash, bash and busybox have it
    if [ -e "$pid" ] && [ "$r$f" -nt "$pid" ]; then printf 'newer %s\n' "$f"; fi
    ;;
  kubelet)
    here "${p##*/}" || continue
    [ "$OWNER" = 0 ] || continue
    echo kubelet
    x=$(words "${p##*/}" | grep -E -e '^--container-(log-max|runtime)' | head -c 4096)
    [ -z "$x" ] || indent "$x"
    ;;
  esac
done
if find_tool docker /snap/bin && of_docker; then
  if x=$("$T" info --format '{{.LoggingDriver}} {{.DockerRootDir}}' 2>/dev/null); then
    case $x in
    *' /'*) path "${x#* }" && printf '%s\n' "docker-info ${x%% *}" && root=${x#* } ;;
    esac
  fi
fi
space "${root:-/var/lib/docker}"
if find_tool podman /snap/bin; then
  printf '%s\n' "podman ${T#"$r"}"
  # Without a configured driver the default depends on whether there is a journal: podman reports which one it is.
  x=$("$T" info --format '{{.Host.LogDriver}}' 2>/dev/null)
  [ -z "$x" ] || printf ' %s\n' "${x%%"$NL"*}"
  lines '^[[:space:]]*(log_driver|log_size_max)[[:space:]]*=' "$r/usr/share/containers/containers.conf" \
    "$r/etc/containers/containers.conf" "$r"/etc/containers/containers.conf.d/*.conf
fi
lines '^[[:space:]]*(containerLogMaxSize|containerLogMaxFiles|containerRuntimeEndpoint)[[:space:]]*:' "$r/var/lib/kubelet/config.yaml"
# The directories in their order of precedence, as journald.conf(5) has it.
lines '^[[:space:]]*SystemMaxUse[[:space:]]*=' "$r/etc/systemd/journald.conf" "$r"/etc/systemd/journald.conf.d/*.conf \
  "$r"/run/systemd/journald.conf.d/*.conf "$r"/usr/local/lib/systemd/journald.conf.d/*.conf \
  "$r"/usr/lib/systemd/journald.conf.d/*.conf
space /var/log/journal

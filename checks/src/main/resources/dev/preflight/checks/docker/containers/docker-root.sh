# shellcheck shell=sh disable=SC2034,SC2154 # own-process.sh stands before this text, and the probe behind it
# docker_root: sets D to Docker's data directory as its files say, where no dockerd runs. 1 if that cannot be told: the
# option may be in a unit or an option file, and then nothing is said of a place that may be the wrong one.
docker_root() {
  D=/var/lib/docker
  [ ! -d "${PROBE_ROOT-}/var/snap/docker/common" ] || D=/var/snap/docker/common/var-lib-docker
  for f in /etc/docker/daemon.json /var/snap/docker/current/config/daemon.json; do
    [ ! -e "${PROBE_ROOT-}$f" ] || [ -r "${PROBE_ROOT-}$f" ] || return 1
    x=$(tr '\n' ' ' 2>/dev/null <"${PROBE_ROOT-}$f" |
      sed -n -e 's/.*"data-root"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' -e 's/.*"graph"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p')
    if [ -n "$x" ]; then path "$x" && D=$x || return 1; fi
  done
  for f in "${PROBE_ROOT-}"/etc/systemd/system/docker.service "${PROBE_ROOT-}"/etc/systemd/system/docker.service.d/*.conf \
    "${PROBE_ROOT-}"/usr/lib/systemd/system/docker.service "${PROBE_ROOT-}"/lib/systemd/system/docker.service \
    "${PROBE_ROOT-}"/etc/default/docker "${PROBE_ROOT-}"/etc/sysconfig/docker* "${PROBE_ROOT-}"/etc/conf.d/docker; do
    [ -f "$f" ] || continue
    if ! [ -r "$f" ] || grep -qE -e '^[^#]*(--data-root|--graph|--config-file| -g )' "$f"; then return 1; fi
  done
}

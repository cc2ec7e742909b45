# The containers of every runtime on the host. A heading names a runtime and its command line tool, one tells how it
# answered; a container is one JSON array behind a space: id, name, running, CPU shares, log driver, max-size, max-file.
r=${PROBE_ROOT-}
# Only what is needed is asked for: the other log options may hold a token.
common='{{json .Name}},{{json .State.Running}},{{json .HostConfig.CpuShares}},{{json .HostConfig.LogConfig.Type}}'
docker_form="[{{json .Id}},$common"',{{with .HostConfig.LogConfig.Config}}{{json (index . "max-size")}},{{json (index . "max-file")}}{{else}}null,null{{end}}]'
podman_form="[{{json .ID}},$common"',{{json .HostConfig.LogConfig.Size}},null]'
cri_form='[{{json .status.id}},{{json .status.metadata.name}},{{if eq .status.state "CONTAINER_RUNNING"}}true{{else}}false{{end}},{{with .info.runtimeSpec}}{{with .linux}}{{with .resources}}{{with .cpu}}{{json .shares}}{{else}}0{{end}}{{else}}0{{end}}{{else}}0{{end}}{{else}}null{{end}},"cri",null,null]'

inspect() {
  case $1 in
  docker) printf '%s\n' "$IDS" | xargs -n 50 "$T" inspect --type container --format "$docker_form" ;;
  podman) printf '%s\n' "$IDS" | xargs -n 50 "$T" inspect --type container --format "$podman_form" ;;
  crictl) for i in $IDS; do "$T" inspect --output go-template --template "$cri_form" "$i" || return; done ;;
  esac
}
# Asked twice at most: a container that goes away between the list and its description makes the first try fail.
ask() {
  n=0 l=--no-trunc
  [ "$1" != crictl ] || l=--all
  while [ "$n" -lt 2 ]; do
    n=$((n + 1))
    listed "$l" || break
    [ -n "$IDS" ] || { echo answered && return; }
    if all=$(inspect "$1"); then
      echo answered
      indent "$all"
      return
    fi
  done
  unlisted
  return 1
}

# What a dockerd that does not run has on its disk; only root may look there.
stored() {
  [ -z "$elsewhere" ] || return 0
  docker_root || return 0
  case $(command ls "$r$D/containers/" 2>&1 >/dev/null) in
  *'No such file'*) printf '%s\n' "stored $D" && return 0 ;;
  ?*) return 0 ;;
  esac
  printf '%s\n' "stored $D"
  for f in "$r$D"/containers/*/hostconfig.json; do
    [ -f "$f" ] || continue
    i=${f%/hostconfig.json}
    i=${i##*/}
    # What is no id is no container.
    case $i in *[!0-9a-f]*) continue ;; esac
    c=$(head -c 65536 "$f" | tr -d '\n')
    shares=$(value '"CpuShares":\([0-9]*\)') type=$(value '"LogConfig":{"Type":\("[^"\\]*"\)')
    size=$(value '"max-size":\("[^"\\]*"\)') files=$(value '"max-file":\("[^"\\]*"\)')
    printf ' ["%s","%s",false,%s,%s,%s,%s]\n' "$i" "$i" "$shares" "$type" "${size:-null}" "${files:-null}"
  done
}
# value PATTERN: what its group matches in the configuration of a container, which dockerd writes without blanks.
value() { printf '%s\n' "$c" | sed -n "s/.*$1.*/\1/p"; }

me
printf '%s\n' "uid $ME"
daemon='' elsewhere=''
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  dockerd | dockerd-current)
    # One that may be the host's keeps its place to itself.
    serves "${p##*/}"
    case $? in 0) ;; 2) WORDS=--data-root ;; *) continue ;; esac
    case $NL$WORDS$NL in *"$NL--data-root"* | *"$NL--graph"* | *"$NL-g$NL"* | *"$NL--config-file"*) elsewhere=1 ;; esac
    ;;
  kubelet)
    here "${p##*/}" || continue
    [ "$OWNER" = 0 ] || continue
    ;;
  *) continue ;;
  esac
  printf '%s\n' "process $n"
  daemon="$daemon $n"
done
if find_tool dockerd /snap/bin /opt/bin || find_tool dockerd-current /snap/bin /opt/bin; then daemon="$daemon dockerd" && printf '%s\n' "installed ${T#"$r"}"; fi
if find_tool docker /snap/bin /opt/bin && of_docker; then
  printf '%s\n' "docker ${T#"$r"}"
  ! ask docker || daemon=''
fi
case $daemon in *dockerd*) stored ;; esac
if find_tool podman /snap/bin /opt/bin; then
  printf '%s\n' "podman ${T#"$r"}"
  ask podman || :
fi
if find_tool crictl /snap/bin /opt/bin; then
  printf '%s\n' "crictl ${T#"$r"}"
  ask crictl || :
fi
echo 'done'

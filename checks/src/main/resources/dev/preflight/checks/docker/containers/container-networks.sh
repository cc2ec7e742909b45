# The containers of Docker and Podman by name, with the networks that each is attached to, and the networks themselves. A
# heading names a tool, the next one how it answered; a container is a line "id|name|status|restart policy|networks".
r=${PROBE_ROOT-}
form='|{{.Name}}|{{.State.Status}}|{{.HostConfig.RestartPolicy.Name}}|{{json .NetworkSettings.Networks}}'
# ask ID_FORM NETWORK_FORM, twice at most: a container may go away between the list and its description.
ask() {
  n=0
  while [ "$n" -lt 2 ]; do
    n=$((n + 1))
    listed --no-trunc || break
    if [ -z "$IDS" ]; then
      all=''
    elif ! all=$(printf '%s\n' "$IDS" | xargs -n 50 "$T" inspect --type container --format "$1$form"); then
      continue
    fi
    nets=$("$T" network ls --format "$2") || break
    echo answered
    indent "$all"
    echo networks
    indent "$nets"
    return 0
  done
  unlisted
  return 1
}
# What a dockerd that does not run has on its disk; only root may look. Of a container's configuration nothing leaves the
# host but its name and its networks: the rest may hold secrets.
stored() {
  [ -z "$elsewhere" ] || return 0
  docker_root || return 0
  case $(command ls "$r$D/containers/" 2>&1 >/dev/null) in
  *'No such file'*) echo stored && return 0 ;;
  ?*) return 0 ;;
  esac
  echo stored
  for f in "$r$D"/containers/*/config.v2.json; do
    [ -f "$f" ] || continue
    i=${f%/config.v2.json}
    # What is no id is no container.
    case ${i##*/} in *[!0-9a-f]*) continue ;; esac
    c=$(head -c 262144 "$f" | tr -d '\n')
    name=$(printf '%s\n' "$c" | sed -n 's/.*"Name":"\(\/[^"]*\)".*/\1/p')
    nets=$(printf '%s\n' "$c" | sed -n 's/.*[^\\]"Networks":\(.*\),"Service":.*/\1/p')
    policy=$(head -c 65536 "$i/hostconfig.json" | tr -d '\n' | sed -n 's/.*"RestartPolicy":{"Name":"\([^"]*\)".*/\1/p')
    printf ' %s|%s|stored|%s|%s\n' "${i##*/}" "$name" "$policy" "$nets"
  done
}
daemon='' elsewhere=''
find_dockerd
if [ -n "$DAEMON$UNSURE" ]; then
  daemon=1
  case $NL$WORDS$NL in *"$NL--data-root"* | *"$NL--graph"* | *"$NL-g$NL"* | *"$NL--config-file"*) elsewhere=1 ;; esac
  [ -z "$UNSURE" ] || elsewhere=1
fi
if find_tool dockerd /snap/bin || find_tool dockerd-current /snap/bin; then daemon=1; fi
[ -z "$daemon" ] || echo installed
me
printf '%s\n' "uid $ME"
if find_tool docker /snap/bin && of_docker; then
  echo docker
  ! ask '{{.Id}}' '{{.ID}} {{.Name}} {{.Driver}} {{.Scope}}' || daemon=''
fi
[ -z "$daemon" ] || stored
if find_tool podman /snap/bin; then
  echo podman
  ask '{{.ID}}' '{{.ID}} {{.Name}} {{.Driver}} local' || :
fi
:

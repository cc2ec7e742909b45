# How control groups are mounted and with which controllers; which driver container runtimes and kubelet are set to use; and
# which controllers systemd delegates to the user PARAM_USER. Of files of settings only the words of the driver are sent.
r=${PROBE_ROOT-}
NL='
'
# words KIND PATTERN FILE...: what of these files is of this form: the file, its line, and the words.
words() {
  k=$1 p=$2
  shift 2
  n=$#
  for f; do
    case $f in *"$NL"*) continue ;; esac
    if [ -e "$f" ] && [ ! -r "$f" ]; then
      printf '%s\n' "closed $k ${f#"$r"}"
    elif [ -f "$f" ]; then
      set -- "$@" "$f"
    fi
  done
  shift "$n"
  [ $# -gt 0 ] || return
  printf '%s\n' "$k"
  grep -HnoE -e "$p" -- "$@" 2>/dev/null | cut -c -1024 | while IFS= read -r l; do printf ' %s\n' "${l#"$r"}"; done
}
# state: all of it, of a host whose mounts can be read.
state() {
  echo mounts
  u=
  while read -r _ _ _ _ m l; do
    [ ${#l} -le 4096 ] || continue
    case $l in *' - cgroup2 '*) k=cgroup2 ;; *' - cgroup '*) k=cgroup ;; *) continue ;; esac
    case $m in /sys/fs/cgroup | /sys/fs/cgroup/*) printf ' %s\n' "$k $m ${l##* }" ;; *) continue ;; esac
    [ "$k" = cgroup ] || u=$m
  done <"$r/proc/self/mountinfo"
  if [ -n "$u" ] && [ -r "$r$u/cgroup.controllers" ]; then
    l=
    read -r l <"$r$u/cgroup.controllers"
    printf '%s\n' "controllers $l"
  fi
  if [ -r "$r/proc/cgroups" ]; then
    echo kernel
    while read -r n _ _ e; do
      case $n in '#'*) ;; *) printf ' %s %s\n' "$n" "$e" ;; esac
    done <"$r/proc/cgroups"
  fi
  for t in dockerd containerd crio kubelet grubby; do ! find_tool "$t" || printf '%s\n' "present $t"; done
  [ ! -d "$r/run/systemd/system" ] || echo 'present systemd'
  words docker 'native\.cgroupdriver=[a-z]+' "$r/etc/docker/daemon.json" "$r/etc/sysconfig/docker" "$r/etc/default/docker" \
    "$r/usr/lib/systemd/system/docker.service" "$r/lib/systemd/system/docker.service" "$r/etc/systemd/system/docker.service" \
    "$r"/etc/systemd/system/docker.service.d/*.conf
  words containerd '^[[:space:]]*SystemdCgroup[[:space:]]*=[[:space:]]*(true|false)' "$r/etc/containerd/config.toml" \
    "$r"/etc/containerd/conf.d/*.toml
  words crio '^[[:space:]]*cgroup_manager[[:space:]]*=[[:space:]]*"[a-z]+"' "$r/etc/crio/crio.conf" "$r"/etc/crio/crio.conf.d/*
  words kubelet '^cgroupDriver:[[:space:]]*"?[a-z]+|--cgroup-driver[= ]"?[a-z]+' "$r/var/lib/kubelet/config.yaml" \
    "$r/var/lib/kubelet/kubeadm-flags.env" "$r/etc/default/kubelet" "$r/etc/sysconfig/kubelet"
  words endpoint '^containerRuntimeEndpoint:[[:space:]]*[^[:space:]]+|--container-runtime-endpoint[= ][^[:space:]"]+' \
    "$r/var/lib/kubelet/config.yaml" "$r/var/lib/kubelet/kubeadm-flags.env" "$r/etc/default/kubelet" "$r/etc/sysconfig/kubelet"
  if [ -n "${PARAM_USER-}" ]; then
    i=$(id -u -- "$PARAM_USER" 2>/dev/null)
    case $i in
    '' | *[!0-9]*) echo 'user absent' ;;
    *)
      printf '%s\n' "user $i"
      # shellcheck disable=SC2154 # T is set by find_tool
      if find_tool systemctl; then
        "$T" show -p DelegateControllers -- "user@$i.service" 2>/dev/null | while IFS= read -r l; do
          case $l in DelegateControllers=*) printf '%s\n' "delegated ${l#*=}" ;; esac
        done
      fi
      ;;
    esac
  fi
}
if [ -r "$r/proc/self/mountinfo" ]; then state; else echo unreadable; fi
echo 'done'

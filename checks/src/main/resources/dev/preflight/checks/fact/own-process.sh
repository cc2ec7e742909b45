# shellcheck shell=sh disable=SC2034 # what is set here is read by the probes that this text stands before
# Which processes are services of this host, and not those of a container or of a person.
NL='
'
# me: ME is the number of the user who we are, as the kernel has it (proc_pid_status(5)).
me() {
  ME=''
  while read -r K _ A _; do
    case $K in Uid:) ME=$A && break ;; esac
  done 2>/dev/null </proc/self/status
  case $ME in '' | *[!0-9]*) ME=$(id -u) ;; esac
}
# here PID: whether it is in the process namespace of this /proc, as process 1 is; sets OWNER to its user id, or to nothing
# where real and effective one differ. "NSpid" has a number for each namespace inside (proc_pid_status(5)). Before Linux 4.1
# it is not reported, and control groups have no namespaces: then those of a container have the name of its runtime.
here() {
  OWNER='' INSIDE=group
  while read -r K A B _; do
    case $K in
    Uid:) [ "$A" != "$B" ] || OWNER=$A ;;
    NSpid:) INSIDE=$B && break ;;
    esac
  done 2>/dev/null <"${PROBE_ROOT-}/proc/$1/status"
  case $OWNER in '' | *[!0-9]*) return 1 ;; esac
  case $INSIDE in '') return 0 ;; group) ;; *) return 1 ;; esac
  while read -r K; do
    # Not docker.service nor containerd.service: those are the host's.
    case $K in
    */docker/* | */docker-*.scope* | *kubepods* | *libpod* | */crio-* | */cri-containerd-* | */lxc/* | */lxc.*) return 1 ;;
    esac
  done 2>/dev/null <"${PROBE_ROOT-}/proc/$1/cgroup"
  return 0
}
# of_service PID: whether it is in that namespace and runs as a service does: as root, as a system account (below 1000,
# login.defs(5)), or with a user id that systemd made up for it (61184 to 65519, systemd's UIDS-GIDS.md).
of_service() {
  here "$1" && { [ "${#OWNER}" -lt 4 ] || { [ "${#OWNER}" = 5 ] && [ "$OWNER" -ge 61184 ] && [ "$OWNER" -le 65519 ]; }; }
}
# hidden: whether the processes of others may be hidden from us (hidepid= of proc(5)). Who sees that process 1 belongs to
# somebody else sees all; the mounts tell the rest.
hidden() {
  me
  [ "$ME" != 0 ] || return 1
  here 1
  case $OWNER in '' | "$ME") ;; *) return 1 ;; esac
  grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "${PROBE_ROOT-}/proc/self/mounts" 2>/dev/null
}
# mentions FILE TEXT: whether a line of it holds this text of ours. The shell reads what is short.
mentions() {
  B=0
  while [ "$B" -lt 300 ] && { IFS= read -r A || [ -n "$A" ]; }; do
    case $A in *"$2"*) return 0 ;; esac
    B=$((B + 1))
  done 2>/dev/null <"$1"
  [ "$B" -ge 300 ] && grep -qF -e "$2" -- "$1"
}
# words PID: its arguments, a line each, of 64 KiB at most; a newline inside of one is \001 then.
words() { head -c 65536 2>/dev/null <"${PROBE_ROOT-}/proc/$1/cmdline" | tr '\0\n' '\n\001'; }
# path WORD: whether it is an absolute path on one line and short enough to be one (PATH_MAX of limits.h).
path() {
  case $1 in *"$NL"*) return 1 ;; /*) [ "${#1}" -lt 4096 ] ;; *) return 1 ;; esac
}

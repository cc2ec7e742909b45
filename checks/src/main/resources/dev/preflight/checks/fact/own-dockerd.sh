# shellcheck shell=sh disable=SC2034,SC2154 # own-process.sh and indent.sh stand before this text, and the probe behind it
# Which dockerd is this host's own. Needs own-process.sh and indent.sh.
# root_of PID: V is the file system and the directory in it that the process has as its root.
root_of() {
  V=''
  while read -r _ _ A B C _; do
    if [ "$C" = / ]; then V="$A $B"; fi
  done 2>/dev/null <"${PROBE_ROOT-}/proc/$1/mountinfo"
}
# at_home PID: whether it sees the files of the host: 0 if so, 1 if not, 2 if unknown. All users may read
# mountinfo, while the link ns/mnt is for root. The kernel numbers the mounts of all namespaces in one row, so of one
# namespace are those whose first mount is the same (proc_pid_mountinfo(5)). A service may have a namespace of its own
# over the same root (MountFlags= and PrivateTmp= of systemd.exec(5), rootless Docker); a snap's root is another one.
at_home() {
  A='' B=''
  { read -r A _ <"${PROBE_ROOT-}/proc/self/mountinfo" && read -r B _ <"${PROBE_ROOT-}/proc/$1/mountinfo"; } 2>/dev/null
  if [ -z "$A" ] || [ -z "$B" ]; then return 2; fi
  [ "$A" != "$B" ] || return 0
  root_of self
  K=$V
  root_of "$1"
  [ "$V" != "$K" ] || return 0
  while read -r K; do
    case $K in *:/system.slice/snap.docker.dockerd.service) return 0 ;; esac
  done 2>/dev/null <"${PROBE_ROOT-}/proc/$1/cgroup"
  return 1
}
ME=''
# serves PID: 0 if this process is a daemon of the host or of our own user, 1 if not, 2 if that is undetermined. Sets
# WORDS, its arguments, a line each. A process with --version or --validate ends at once and is no daemon.
serves() {
  here "$1" || return 1
  [ -n "$ME" ] || me
  case $OWNER in 0 | "$ME") ;; *) return 1 ;; esac
  at_home "$1" || return
  WORDS=$(words "$1")
  case $NL$WORDS$NL in
  *"$NL--validate$NL"* | *"$NL--validate="* | *"$NL--version"* | *"$NL-v$NL"* | *"$NL--help$NL"* | *"$NL-h$NL"*) return 1 ;;
  esac
  return 0
}
# option NAME [LETTER]: V is the value that WORDS give it last.
option() {
  V='' K=''
  set -f
  IFS=$NL
  for A in $WORDS; do
    if [ -n "$K" ]; then
      V=$A K=''
    else
      case $A in "--$1="*) V=${A#*=} ;; "--$1" | "-${2-$1}") K=1 ;; esac
    fi
  done
  unset IFS
  set +f
}
# of_docker: whether T is Docker's client. Podman's of that name is a script or a link, and so is what a snap has; the
# client itself is not run for this, for it starts half a dozen threads. Where there is no dockerd, a copy of podman
# is told by the packages that it is made of, which programs of Go name.
of_docker() {
  if [ ! -h "$T" ]; then
    case $(head -c 2 "$T" 2>/dev/null) in
    '#!' | '') ;;
    *)
      # busybox's grep sees no more of a line than what stands before its first zero.
      with_dockerd || ! tr '\0' '\n' 2>/dev/null <"$T" | grep -qF -e containers/podman -e containers/libpod
      return
      ;;
    esac
  fi
  case $("$T" --version 2>/dev/null) in *[Pp][Oo][Dd][Mm][Aa][Nn]*) return 1 ;; esac
}
# with_dockerd: whether a dockerd runs or is installed. Needs find-tool.sh.
with_dockerd() {
  [ -z "${DAEMON-}${UNSURE-}" ] || return 0
  A=$T
  find_tool dockerd /snap/bin || find_tool dockerd-current /snap/bin
  set -- "$?"
  T=$A
  return "$1"
}
# listed OPTION: IDS is what the client T lists of all containers, and SAID why it does not.
listed() {
  SAID=''
  if ! IDS=$("$T" ps -a -q ${1:+"$1"} 2>&1); then
    SAID=$IDS
    return 1
  fi
  case $IDS in
  # A warning stands among them.
  *[!0-9a-f"$NL"]*) IDS=$("$T" ps -a -q ${1:+"$1"} 2>/dev/null) ;;
  esac
  case $IDS in *[!0-9a-f"$NL"]*) return 1 ;; esac
}
# unlisted: says that there was no list of them, and why.
unlisted() {
  [ -n "$SAID" ] || SAID=$("$T" ps -a -q 2>&1 >/dev/null)
  echo failed
  [ "${#SAID}" -le 1024 ] || SAID=$(printf '%s\n' "$SAID" | head -c 1024)
  [ -z "$SAID" ] || indent "$SAID"
}
# find_dockerd: DAEMON is the number of the host's dockerd, or of one of our own if root has none, OWNER its user id and
# WORDS its arguments; UNSURE a process that may be it. Of several with other arguments it is the one in Docker's own file
# (--pidfile of dockerd(8)): another daemon reads another configuration.
find_dockerd() {
  DAEMON='' UNSURE='' WHOSE='' SAID='' MORE=''
  for P in "${PROBE_ROOT-}"/proc/[0-9]*; do
    K=''
    { read -r K <"$P/comm"; } 2>/dev/null
    case $K in dockerd | dockerd-current) ;; *) continue ;; esac
    serves "${P##*/}"
    case $? in
    0)
      if [ -z "$DAEMON" ] || { [ "$OWNER" = 0 ] && [ "$WHOSE" != 0 ]; }; then
        DAEMON=${P##*/} WHOSE=$OWNER SAID=$WORDS MORE=''
      elif [ "$OWNER" = "$WHOSE" ] && [ "$WORDS" != "$SAID" ]; then
        MORE="$MORE ${P##*/}"
      fi
      ;;
    2) [ "$WHOSE" = 0 ] || UNSURE=${P##*/} ;;
    esac
  done
  if [ -n "$MORE" ]; then
    K=''
    { read -r K <"${PROBE_ROOT-}/var/run/docker.pid" || :; } 2>/dev/null
    case " $DAEMON$MORE " in *" $K "*) DAEMON=$K ;; *) UNSURE=$DAEMON ;; esac
  fi
  [ -z "$DAEMON" ] || serves "$DAEMON"
}

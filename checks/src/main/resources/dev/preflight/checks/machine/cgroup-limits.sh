# shellcheck shell=sh disable=SC2154 # R is set by the probes that this text stands before
# What the control groups of this process allow, without a process of its own.
# line FILE: its first line in $V, and whether it has one.
line() {
  V=
  { [ -f "$1" ] && read -r V <"$1"; } 2>/dev/null
  [ -n "$V" ]
}
# up MOUNT ROOT PATH FILE...: a line for each group from PATH up to the root of the mount in which all of these files
# limit something. PATH is below the hierarchy's root, as ROOT is.
up() {
  M=$R$1 P=${3#"${2%/}"}
  shift 3
  case $P in /?*) ;; *) P= ;; esac
  while :; do
    L=
    for F in "$@"; do
      line "$M$P/$F" || break
      L="$L $V"
    done
    case $L in '' | ' max'* | ' -1'*) ;; *) printf '%s\n' "limit$L ${P:-/}" ;; esac
    [ -n "$P" ] || break
    P=${P%/*}
  done
}
# limits CONTROLLER FILE FILE1...: of cgroup v2 by FILE, of v1 by all of FILE1...
limits() {
  T=$1 F2=$2 O1='' O2=''
  shift 2
  while IFS=: read -r _ C P; do
    case ",$C," in
    ,,) O2=$P ;;
    *",$T,"*) O1=$P ;;
    esac
  done 2>/dev/null <"$R/proc/self/cgroup"
  while read -r _ _ _ P M O; do
    case $M in /?*) ;; *) continue ;; esac
    case "$O," in
    *' - cgroup2 '*) up "$M" "$P" "$O2" "$F2" ;;
    *' - cgroup '*",$T,"*) up "$M" "$P" "$O1" "$@" ;;
    esac
  done 2>/dev/null <"$R/proc/self/mountinfo"
}

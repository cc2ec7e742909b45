# shellcheck shell=sh
# tuned_files COMMAND ARGUMENT...: calls it with each file of tuned's active profile and of those that it includes: a
# profile comes before what it includes, for tuned applies that first (tuned.conf(5), "include").
tuned_files() {
  A=${PROBE_ROOT-}/etc/tuned/active_profile
  { [ -f "$A" ] && [ -r "$A" ]; } || return 0
  V=
  read -r V <"$A"
  I=0
  set -f
  while [ -n "$V" ] && [ "$I" -lt 10 ]; do
    I=$((I + 1))
    N=
    for P in $V; do
      case $P in *[!A-Za-z0-9._-]* | .*) continue ;; esac
      for F in etc/tuned/profiles etc/tuned usr/lib/tuned/profiles usr/lib/tuned; do
        F=${PROBE_ROOT-}/$F/$P/tuned.conf
        { [ -f "$F" ] && [ -r "$F" ]; } || continue
        "$@" "$F"
        while IFS=' 	=,' read -r K P; do
          case $K in include) N="$N $P" ;; esac
        done <"$F"
        break
      done
    done
    V=
    while case $N in *,*) ;; *) false ;; esac do N="${N%%,*} ${N#*,}"; done
    for P in $N; do V="$V $P"; done
  done
  set +f
}

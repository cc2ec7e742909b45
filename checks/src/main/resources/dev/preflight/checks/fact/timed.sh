# shellcheck shell=sh disable=SC2034 # T is read by the probes that this text stands before
# How long something takes, and an end for what may take long.
now() { # T: hundredths of a second since boot
  T=0
  { IFS=' ' read -r T _ <"${PROBE_ROOT-}/proc/uptime"; } 2>/dev/null
  case $T in *[!0-9.]* | *.*.* | '') T=0 ;; [1-9]*.[0-9][0-9]) T=${T%.*}${T#*.} ;; *) T=0 ;; esac
}
# Prints what the command prints on both streams, and then how it ended: 143 or 137 at the limit.
limit() { # SECONDS COMMAND...
  S=$1
  shift
  {
    LC_ALL=C "$@" </dev/null 2>&1 &
    C=$!
    (sleep "$S" && kill "$C" && sleep 2 && kill -9 "$C") >/dev/null 2>&1 &
    K=$!
    wait "$C"
    S=$?
    kill -9 "$K"
    printf '\n@status %s\n' "$S"
  } 2>/dev/null
}

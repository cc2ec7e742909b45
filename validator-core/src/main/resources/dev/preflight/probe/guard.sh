# shellcheck shell=sh disable=SC2016 # the quoted programs expand in the shells that run them
# Runs a command under a time limit and ends all that it started. Part of every script, and of what runs behind sudo,
# where the caller's kill does not reach.
# Tools by absolute name: the caller's PATH is what some probes measure, and it may hold nothing.
pf_tool() {
  for PF_D in /usr/bin /bin /usr/sbin /sbin /usr/local/bin; do
    if [ -x "$PF_D/$1" ]; then
      PF_T=$PF_D/$1
      return 0
    fi
  done
  PF_T=$1
  return 1
}
pf_tool sleep
PF_SLEEP=$PF_T
if pf_tool setsid; then PF_SETSID=$PF_T; else PF_SETSID=; fi
# Without setsid there is no process group to kill: stop, then kill the children by their parent's number.
pf_tree() {
  kill -STOP "$1"
  for PF_S in /proc/[0-9]*/stat; do
    read -r PF_L < "$PF_S" || continue
    # After the last ")", which ends the name: state, parent, ... (proc(5)).
    case ${PF_L##*) } in
    ?" $1 "*)
      PF_S=${PF_S#/proc/}
      (pf_tree "${PF_S%/stat}")
      ;;
    esac
  done
  kill -9 "$1"
} 2>/dev/null
# pf_watch SECONDS PROGRAM: the program's status, or 137 if it was stopped.
pf_watch() {
  if [ -n "$PF_SETSID" ]; then
    "$PF_SETSID" /bin/sh -c "$2" </dev/null &
    PF_P=$!
    "$PF_SETSID" /bin/sh -c '"$3" "$1"; kill -9 -"$2"' w "$1" "$PF_P" "$PF_SLEEP" </dev/null >/dev/null 2>&1 &
    PF_W=$!
    wait "$PF_P"
    PF_RC=$?
    kill -9 -"$PF_W" -"$PF_P" 2>/dev/null
  else
    /bin/sh -c "$2" </dev/null &
    PF_P=$!
    (
      "$PF_SLEEP" "$1"
      pf_tree "$PF_P"
    ) </dev/null >/dev/null 2>&1 &
    PF_W=$!
    wait "$PF_P"
    PF_RC=$?
    pf_tree "$PF_W"
  fi
  return "$PF_RC"
}

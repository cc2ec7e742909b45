# shellcheck shell=sh disable=SC2016,SC2034,SC2089,SC2090,SC2153 # the quoted programs expand in the shells that run them
# The markers, their fields and the statuses are those of FrameProtocol.java; a test holds these files against it.
# One probe under a limit and a cap, its output between markers that carry the nonce N: for a lane, and for what runs behind
# the start-up files of another shell, which has a nonce of its own.
export N
pf_tool head
PF_HEAD=$PF_T
PF_CE=16384
PF_EVAL='eval "$PF_B"'
# Standard error over its cap is read all the same, so that nobody who complains a lot ends of it; but not without end.
# Whether there is more is asked of the shell: a program each would cost all the probes that are quiet.
PF_ERR='"$PF_HEAD" -c "$PF_CE" >&2; ! read -r PF_D || exec "$PF_HEAD" -c 268435456 >/dev/null'
export PF_HEAD PF_CE PF_EVAL PF_ERR
pf_up() {
  PF_U=
  { read -r PF_U PF_D </proc/uptime; } 2>/dev/null || PF_U=
}
# The capped stream holds the output and then the status; standard error has a cap of its own. What is told to end may
# still say something, and must not end of that: who reads it stays.
PF_CAPPED='{ { { ( unset N; eval "$PF_X" ) 2>&3 3>&- 4>&-; printf "\n@@%s R %s\n" "$N" "$?"; } | { trap "" TERM; exec "$PF_HEAD" -c "$PF_C" >&4; }; } 3>&1 | { trap "" TERM; eval "$PF_ERR"; }; } 4>&1'
# The same for several that share it: each frames itself. What ends of a limit or a cap is the whole.
PF_GROUPED='{ { { eval "$PF_X" 2>&3 3>&- 4>&-; printf "\n@@%s R %s\n" "$N" "$?"; } | { trap "" TERM; exec "$PF_HEAD" -c "$PF_C" >&4; }; } 3>&1 | { trap "" TERM; eval "$PF_ERR"; }; } 4>&1'
# pf_framed NUMBER SECONDS CAP PROGRAM [MORE ENTERED VIA], with the program's text in PF_X or PF_B; see pf_watch.
pf_framed() {
  PF_C=$3
  export PF_X PF_B PF_C
  pf_up
  printf '\n@@%s B %s %s\n' "$N" "$1" "$PF_U"
  printf '\n@@%s B %s\n' "$N" "$1" >&2
  PF_F=$1
  shift
  pf_watch "$1" "$3" "${4-}" "${5-}" "${6-}"
  PF_RC=$?
  pf_up
  printf '\n@@%s E %s %s %s\n' "$N" "$PF_F" "$PF_RC" "$PF_U"
}
# How the child that runs several runs one of them. It says behind each that it has come so far.
PF_MEMBER='
pf_up() {
  PF_U=
  { read -r PF_U PF_D </proc/uptime; } 2>/dev/null || PF_U=
}
pf_member() {
  eval "PF_M=\$PF_M$1"
  pf_up
  printf "\n@@%s B %s %s\n" "$N" "$1" "$PF_U"
  printf "\n@@%s B %s\n" "$N" "$1" >&2
  ( unset N PF_B $PF_NAMES PF_NAMES; eval "$PF_M" ) 6>&-
  PF_R=$?
  pf_up
  printf "\n@@%s R %s\n\n@@%s E %s %s %s\n" "$N" "$PF_R" "$N" "$1" "$PF_R" "$PF_U"
  printf . >&6
}
'
# Of those that one child runs: the ones that it did not come to, and the one that it ended in, get a guard each.
pf_member() {
  if [ "$1" -ge "$PF_FROM" ]; then
    eval "PF_B=\$PF_M$1"
    pf_single "$1" "$2" "$3" "$PF_IN"
  fi
}
# pf_all NUMBER SECONDS CAP CONTEXT: one child runs several, whose texts are in the variables PF_NAMES and whose calls of
# pf_member are in PF_CALLS. They have the numbers behind this one. pf_many and pf_single say how they run there.
pf_all() {
  PF_IN=$4
  PF_B=$PF_MEMBER$PF_CALLS
  PF_LESS=$PF_CE
  PF_CE=262144
  # Their texts are in the environment of that child alone: with too much in it no program could be started here.
  # shellcheck disable=SC2086,SC2163 # names
  { PF_FROM=$(export PF_NAMES $PF_NAMES && pf_many "$1" "$2" "$3" "$4" 6>&1 >&5 5>&-); } 5>&1
  PF_CE=$PF_LESS
  PF_FROM=$(($1 + 1 + ${#PF_FROM}))
  eval "$PF_CALLS"
}

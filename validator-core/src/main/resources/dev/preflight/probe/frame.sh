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
# Sets PF_U to the time since the boot. A text, because a child that runs several probes has it as well.
PF_CLOCK='pf_up() {
  PF_U=
  { read -r PF_U PF_D </proc/uptime; } 2>/dev/null || PF_U=
}
'
eval "$PF_CLOCK"
# The capped stream holds the output and then the status; standard error has a cap of its own. What is told to end may
# still say something, and must not end of that: who reads it stays.
PF_CAPPED='{ { { ( unset N; eval "$PF_X" ) 2>&3 3>&- 4>&-; printf "\n@@%s R %s\n" "$N" "$?"; } | { trap "" TERM; exec "$PF_HEAD" -c "$PF_C" >&4; }; } 3>&1 | { trap "" TERM; eval "$PF_ERR"; }; } 4>&1'
# As PF_CAPPED, for one that is alone in a context, whose own streams have their caps.
PF_PLAIN='( unset N; eval "$PF_X" ); printf "\n@@%s R %s\n" "$N" "$?"'
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

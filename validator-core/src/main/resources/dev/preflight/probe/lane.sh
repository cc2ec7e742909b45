# shellcheck shell=sh disable=SC2016,SC2089,SC2090 # the quoted programs expand in the shells that run them
# shellcheck disable=SC2034,SC2153 # guard.sh comes before this and end.sh after it, in one script
# One lane: every probe under a limit and a cap, its output between markers that carry the nonce N. This shell itself
# changes neither umask nor PATH nor locale: the probes of raw contexts measure them.
PF_NONE=
pf_tool head || PF_NONE="$PF_NONE head"
pf_tool cat || PF_NONE="$PF_NONE cat"
PF_CAT=$PF_T
pf_tool env || PF_NONE="$PF_NONE env"
PF_ENV=$PF_T
pf_tool sleep || PF_NONE="$PF_NONE sleep"
if [ -n "$PF_NONE" ]; then
  echo "@@PF no-tool$PF_NONE" >&2
  exit 97
fi
pf_tool sudo
PF_SUDO=$PF_T
pf_tool su
PF_SU=$PF_T
pf_tool id
PF_ID=$PF_T
# For errors that are held back anyway: the last of them, by one process that reads all.
PF_LAST=$PF_ERR
if pf_tool tail; then PF_LAST='exec "$PF_TAIL" -c "$PF_CE" >&2'; fi
PF_TAIL=$PF_T
export PF_ENV PF_SUDO PF_SU PF_ID PF_TAIL
pf_boot() {
  PF_BOOT=
  { read -r PF_BOOT </proc/sys/kernel/random/boot_id; } 2>/dev/null || PF_BOOT=
}
# As PF_CAPPED, for several that share it: each frames itself. What ends of a limit or a cap is the whole.
PF_GROUPED='{ { { eval "$PF_X" 2>&3 3>&- 4>&-; printf "\n@@%s R %s\n" "$N" "$?"; } | { trap "" TERM; exec "$PF_HEAD" -c "$PF_C" >&4; }; } 3>&1 | { trap "" TERM; eval "$PF_ERR"; }; } 4>&1'
# As PF_CAPPED, for a text that is one pipe, so that it needs no shell of its own around it.
PF_PIPED='{ { { PF_N=$N; unset N; eval "$PF_X" 2>&3 3>&- 4>&-; printf "\n@@%s R %s\n" "$PF_N" "$?"; } | { trap "" TERM; exec "$PF_HEAD" -c "$PF_C" >&4; }; } 3>&1 | { trap "" TERM; eval "$PF_ERR"; }; } 4>&1'
PF_CLEAN='PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C LANG=C TZ=UTC'
# Whoever has another shell and other start-up files than ours gets the text on standard input: it is in no log and in
# no environment, and if a start-up file eats of it, nothing of it runs. No "$" and no "!" stands in it, because
# "sudo -i" lets the one through to the login shell and csh takes the other for itself.
PF_READ='eval "`/bin/sed -n -e 1{/^#PF1/bx -e q -e } -e :x -e p`"'
PF_ENTER="exec /bin/sh -c '$PF_READ'"
# Only a session of this user, where one is named, measures what its commands get.
PF_OWN='[ -z "$PF_AS" ] || [ "$("$PF_ID" -un)" = "$PF_AS" ] || {
  echo "logged in as $("$PF_ID" -un), not as the install user $PF_AS" >&2
  exit 95
}'
PF_ROOT='[ "$("$PF_ID" -u)" = 0 ] || {
  echo "only root becomes $PF_AS by su without a password; logged in as $("$PF_ID" -un)" >&2
  exit 95
}'
export PF_READ PF_ENTER
# pf_probe NUMBER SECONDS CAP CONTEXT [MORE], with the text in PF_B and in PF_AS the user whose session is wanted. For the
# context shared, which is for several, see pf_all.
pf_probe() {
  PF_PROGRAM=$PF_CAPPED
  PF_ENTERED="/bin/sh-c$PF_EVAL"
  PF_BY=
  case $4 in
  clean) PF_X="exec \"\$PF_ENV\" -i $PF_CLEAN HOME=\"\${HOME-}\" PF_B=\"\$PF_B\" /bin/sh -c \"\$PF_EVAL\"" ;;
  shared)
    # The clean ones run in a child of the shell that runs the others.
    PF_X="[ -z \"\$PF_CLEANS\" ] || \"\$PF_ENV\" -i $PF_CLEAN HOME=\"\${HOME-}\" N=\"\$N\" PF_B=\"\$PF_ONE\""
    for PF_D in $PF_NAMES; do PF_X="$PF_X $PF_D=\"\$$PF_D\""; done
    PF_X="$PF_X /bin/sh -c \"\$PF_EVAL\"
[ -z \"\$PF_OTHERS\" ] || {
$PF_OWN
eval \"\$PF_B\"
}"
    PF_PROGRAM=$PF_GROUPED
    ;;
  exec) PF_X="$PF_OWN
$PF_EVAL" ;;
  login)
    case ${SHELL-} in
    # These take no -lc. Which shell was used goes with the answer.
    *csh | '') PF_X='echo "sh -lc instead of ${SHELL:-the login shell}" >&2; exec /bin/sh -lc "exec /bin/sh -c \"\$PF_EVAL\""' ;;
    *) PF_X='exec "$SHELL" -lc "exec /bin/sh -c \"\$PF_EVAL\""' ;;
    esac
    PF_X="$PF_OWN
$PF_X"
    ;;
  sudo | sudo-i)
    PF_I=
    [ "$4" = sudo ] || PF_I=-i
    # As the install user; as root in their place, by a login of theirs. That login starts from the umask that services
    # have (UMask= of systemd.exec(5)), as one by sshd does, not from what the login user's own files left here.
    # Root needs no sudo where there is none. Who is refused is asked once more, in English, what the rules let this user
    # run: sudo -n wants a password, too, for what no rule names. Its status is then 1; ours behind it ends with 0.
    PF_X='if [ -z "$PF_AS" ] || [ "$("$PF_ID" -un)" = "$PF_AS" ]; then
  [ -x "$PF_SUDO" ] || [ "$("$PF_ID" -u)" != 0 ] || exec /bin/sh -c "$PF_READ"
  "$PF_SUDO" -n $PF_I /bin/sh -c "$PF_READ"
  PF_R=$?
  [ "$PF_R" != 1 ] || LC_ALL=C "$PF_SUDO" -n -l </dev/null >&2
  exit "$PF_R"
elif [ "$("$PF_ID" -u)" = 0 ]; then
  umask 0022
  exec "$PF_SU" - "$PF_AS" -c "exec $PF_SUDO -n $PF_I ${PF_ENTER#exec }"
fi'"
$PF_OWN"
    ;;
  su) PF_X="$PF_ROOT"'
exec "$PF_SU" "$PF_AS" -c "$PF_ENTER"' ;;
  su-) PF_X="$PF_ROOT"'
exec "$PF_SU" - "$PF_AS" -c "$PF_ENTER"' ;;
  esac
  case $4 in
  sudo* | su*)
    PF_X='printf "#PF1\n%s\n" "$PF_B" | { unset PF_B; '"$PF_X"'
}'
    PF_ENTERED="/bin/sh-c$PF_READ"
    PF_PROGRAM=$PF_PIPED
    ;;
  esac
  case $4 in sudo*) PF_BY=$PF_SUDO ;; esac
  export PF_AS PF_I
  pf_framed "$1" "$2" "$3" "$PF_PROGRAM" "${5-}" "$PF_ENTERED" "$PF_BY"
}
# How a shell that runs several probes runs one of them: in a subshell, or where the names of all that it leaves are given,
# in itself. Of a clean environment everything is then set back. It says of each on 6 that it has come so far.
# pf_member NUMBER SECONDS CAP CONTEXT [VARIABLES FUNCTIONS]
PF_MEMBER=$PF_CLOCK'PF_N=$N
pf_run() { eval "$PF_T"; }
pf_member() {
  eval "PF_T=\$PF_M$1"
  pf_up
  printf "\n@@%s B %s %s\n" "$PF_N" "$1" "$PF_U"
  printf "\n@@%s B %s\n" "$PF_N" "$1" >&2
  if [ "$#" = 6 ]; then
    pf_run 6>&-
    PF_R=$?
    IFS=" 	
"
    set +f
    [ -z "$5" ] || unset $5
    [ -z "$6" ] || unset -f $6
    cd "$PF_DIR" 2>/dev/null || cd /
    export '$PF_CLEAN' HOME="$PF_HOME"
  else
    ( unset N PF_N PF_B; eval "$PF_T" ) 6>&-
    PF_R=$?
  fi
  pf_up
  printf "\n@@%s R %s\n\n@@%s E %s %s %s\n" "$PF_N" "$PF_R" "$PF_N" "$1" "$PF_R" "$PF_U"
  printf "%s " "$1" >&6
}
'
# Of those that share a child: the ones that it did not come to, and the one that it ended in, get a guard each.
pf_member() {
  case $PF_DONE in
  *" $1 "*) ;;
  *)
    eval "PF_B=\$PF_M$1"
    pf_probe "$1" "$2" "$3" "$4"
    ;;
  esac
}
# pf_all NUMBER SECONDS CAP: one child under one guard runs several, whose texts are in the variables PF_NAMES. The calls of
# pf_member are in PF_CLEANS and, for those of the context exec, in PF_OTHERS.
pf_all() {
  PF_ONE="$PF_MEMBER
PF_HOME=\$HOME PF_DIR=\$PWD
unset N PF_B
for PF_D in $PF_NAMES; do
  eval \"PF_T=\\\$\$PF_D\"
  unset \"\$PF_D\"
  eval \"\$PF_D=\\\$PF_T\"
done
$PF_CLEANS"
  PF_B="$PF_MEMBER$PF_OTHERS"
  PF_LESS=$PF_CE
  PF_CE=262144
  # Their texts are in the environment of that child alone: with too much in it no program could be started here.
  # shellcheck disable=SC2086,SC2163 # names
  {
    PF_DONE=$(
      export PF_ONE PF_CLEANS PF_OTHERS $PF_NAMES
      pf_probe "$1" "$2" "$3" shared 6>&1 >&5 5>&-
      [ "$PF_RC" != 137 ] || echo stopped
    )
  } 5>&1
  PF_CE=$PF_LESS
  # What was stopped by SIGKILL may have taken along what others had said: nothing of it counts.
  case $PF_DONE in
  *stopped) PF_DONE= ;;
  *) PF_DONE=" $PF_DONE" ;;
  esac
  eval "$PF_CLEANS$PF_OTHERS"
}
# pf_context NUMBER SECONDS CAP CONTEXT MORE: enters a context once, and there runs what PF_B calls by pf_framed, which has
# so many seconds more. Start-up files run before that, and do not get to see the nonce of this lane.
pf_context() {
  PF_B="N=$M
$PF_G
printf '\n@@%s A\n' \"\$N\"
PF_X=\$PF_EVAL
$PF_B"
  PF_M=$PF_CE
  PF_Q=$PF_ERR
  # A start-up file may print anything, and read takes a line without an end byte by byte.
  PF_ERR='"$PF_HEAD" -c "$PF_CE" >&2; exec "$PF_HEAD" -c 268435456 >/dev/null'
  # What aside runs must stay short.
  [ "$PF_CE" -lt 16384 ] || PF_CE=65536
  # What made one login hang (a dead mount, a lock) is likely to hang the next: that is given half the time.
  [ "$2" -le "${PF_PATIENCE:-$2}" ] || set -- "$1" "$PF_PATIENCE" "$3" "$4" "$5"
  pf_probe "$@"
  if [ "$PF_RC" = 137 ] && [ "$2" -ge 10 ]; then PF_PATIENCE=$(($2 / 2)); fi
  PF_CE=$PF_M
  PF_ERR=$PF_Q
}
# The same for one of several that run side by side. Its standard error is held back and written in one piece, short
# enough that the kernel does not mix it with that of others (PIPE_BUF of pipe(7) is 4096 bytes).
pf_aside() {
  PF_CE=3000
  PF_ERR=$PF_LAST
  { PF_E=$("$@" 2>&1 >&5 5>&-); } 5>&1
  printf '\n%s\n' "$PF_E" >&2
}
# The lane ends by itself even if nobody reads it any more.
${PF_SETSID:+"$PF_SETSID"} /bin/sh -c "$PF_WATCH" w "$PF_ALARM" "$$" "$PF_SLEEP" "$PF_STOPS" all </dev/null >/dev/null 2>&1 &
PF_A=$!
pf_boot
printf '\n@@%s A 1 %s\n' "$N" "$PF_BOOT"

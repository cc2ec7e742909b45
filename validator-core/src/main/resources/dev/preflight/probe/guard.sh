# shellcheck shell=sh disable=SC2016 # the quoted programs expand in the shells that run them
# shellcheck disable=SC2154 # PF_STOPS, the text of stop.sh, is set before this
# Runs a command under a time limit and ends all that it started. Part of every script, and of what runs behind sudo,
# where the caller's signals do not reach.
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
eval "$PF_STOPS"
# Sleeps, and ends what it watches, all of it where the fourth word is "all". SIGALRM ends it before, SIGUSR1 makes it act
# at once. With MORE and ENTERED it gives so many seconds more if by then a process with that command line has come.
# Its status is 9 if it did something. The command lines of others are read here and there in one line each: bytes of 0 are
# not seen by read.
# watch SECONDS PID SLEEP STOPS ALL TOLD VIA MORE ENTERED
PF_WATCH=': pf-watch; exec 3>&2 2>/dev/null
trap "kill -9 \"\$!\"; exit 1" ALRM
trap "PF_NOW=1" USR1
PF_NOW= PF_SLEEP=$3 PF_VIA=$7 PF_SECONDS=$1
pf_wait() { "$PF_SLEEP" "$1" & wait "$!" || kill -9 "$!"; }
read -r PF_BEGIN <"/proc/$2/stat" || [ ! -e /proc/self/stat ] || exit 1
pf_wait "$1"
PATH=/usr/sbin:/usr/bin:/sbin:/bin
eval "$4"
if [ -n "$8" ] && [ -z "$PF_NOW" ]; then
  PF_K=" $2/0/0 "
  pf_kin
  for PF_3 in $PF_K; do
    PF_1=
    read -r PF_1 <"/proc/${PF_3%%/*}/cmdline"
    if [ "$PF_1" = "$9" ]; then
      PF_SECONDS=$(($1 + $8))
      pf_wait "$8"
      break
    fi
  done
fi
trap "" ALRM USR1
pf_begun() { PF_BEGIN=${20-0}; }
pf_begun ${PF_BEGIN##*")"}
if pf_of "$2" && [ "$PF_BORN" != "$PF_BEGIN" ]; then exit 1; fi
pf_stop "$2" "$PF_BEGIN" "$5" "${6:+$PF_SECONDS}"
exit 9'
# pf_watch SECONDS PROGRAM [MORE ENTERED VIA]: the program's status; 137 if it was stopped, and 9 if others killed it.
# What it leaves behind in its session is ended too.
pf_watch() {
  ${PF_SETSID:+"$PF_SETSID"} /bin/sh -c "$2" </dev/null &
  PF_P=$!
  ${PF_SETSID:+"$PF_SETSID"} /bin/sh -c "$PF_WATCH" w "$1" "$PF_P" "$PF_SLEEP" "$PF_STOPS" "" told "${5-}" "${3-}" "${4-}" </dev/null >/dev/null &
  PF_W=$!
  {
    wait "$PF_P"
    PF_RC=$?
    kill -ALRM "$PF_W"
    wait "$PF_W"
    case $? in
    9) PF_RC=137 ;;
    *)
      [ "$PF_RC" != 137 ] || PF_RC=9
      [ -z "$PF_SETSID" ] || ! kill -0 -"$PF_P" || pf_leave "$PF_P"
      ;;
    esac
  } 2>/dev/null
  return "$PF_RC"
}

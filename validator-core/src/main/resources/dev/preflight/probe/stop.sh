# shellcheck shell=sh
# How what runs too long is ended: SIGTERM to all of it, and SIGKILL to what is left two seconds later. No single quote
# stands here, because this text is an argument of the shells that watch. It needs PF_SLEEP, and sets variables only.
# pf_of PID: what proc(5) tells of a process; not 0 if there is none, or a zombie. A name may hold line feeds and brackets.
pf_of() {
  PF_L=
  while read -r PF_1 || [ -n "$PF_1" ]; do PF_L="$PF_L $PF_1"; done <"/proc/$1/stat"
  [ -n "$PF_L" ] || return 1
  PF_NAME=${PF_L#*"("}
  PF_NAME=${PF_NAME%")"*}
  # shellcheck disable=SC2086 # a letter and numbers
  set -- ${PF_L##*")"}
  # Fields 3, 4, 6 and 22: a number that was given to another process began at another time.
  PF_PARENT=$2 PF_SESSION=$4 PF_BORN=${20}
  case $1 in Z | X) return 1 ;; esac
} 2>/dev/null
# Adds to PF_K, whose words are NUMBER/BEGIN/PARENT, all that belongs to those in it: who is in their sessions, their
# children in the same session, and what sudo and su run, which give it a session of its own. What a probe itself has
# put into another session is left alone: it takes away what the probe made.
pf_kin() {
  PF_2=1
  while [ -n "$PF_2" ]; do
    PF_2=
    for PF_3 in /proc/[0-9]*; do
      PF_3=${PF_3#/proc/}
      case $PF_K in *" $PF_3/"*) continue ;; esac
      pf_of "$PF_3" || continue
      if [ "$PF_3" = "$$" ] || [ "$PF_PARENT" = "$$" ]; then continue; fi
      PF_4=$PF_PARENT PF_5=$PF_SESSION PF_6=$PF_BORN
      case $PF_K in
      *" $PF_5/"*) ;;
      *" $PF_4/"*)
        pf_of "$PF_4" || continue
        case $PF_NAME in
        sudo | su | doas | runuser) ;;
        *) [ "$PF_SESSION" = "$PF_5" ] || continue ;;
        esac
        ;;
      *) continue ;;
      esac
      PF_K="$PF_K$PF_3/$PF_6/$PF_4 "
      PF_2=1
    done
  done
}
# Puts parents before their children: a shell whose child ends first goes on, and would call cut output whole. (To hold all
# by SIGSTOP is no way: sudo stops itself with its command, and nothing continues it.)
pf_sort() {
  PF_4=$PF_K
  PF_K=" "
  while [ "$PF_4" != " " ]; do
    PF_5=" "
    for PF_3 in $PF_4; do
      case $PF_4 in
      *" ${PF_3##*/}/"*) PF_5="$PF_5$PF_3 " ;;
      *) PF_K="$PF_K$PF_3 " ;;
      esac
    done
    [ "$PF_5" != "$PF_4" ] || break
    PF_4=$PF_5
  done
  PF_K="$PF_K${PF_4# }"
}
# pf_signal SIGNAL WORDS: to those of the words that still run. Who hands a signal on to a child that gets it anyway
# is left out: a second one could end what cleans up. What belongs to root behind sudo is reached through sudo.
pf_signal() {
  PF_2=
  for PF_3 in $2; do
    PF_4=${PF_3%%/*} PF_5=${PF_3#*/}
    if pf_of "$PF_4" && [ "$PF_BORN" = "${PF_5%%/*}" ]; then
      case $1$PF_NAME in
      TERMsudo | TERMsu | TERMdoas | TERMrunuser) case $PF_K in *"/$PF_4 "*) continue ;; esac ;;
      esac
      kill -"$1" "$PF_4" || PF_2="$PF_2 $PF_4"
    fi
  done
  if [ -n "$PF_2" ] && [ -n "$PF_VIA" ]; then
    "$PF_VIA" -n /bin/sh -c "kill -$1 $PF_2" </dev/null >/dev/null &
  fi
} 2>/dev/null
# Whether any of PF_K runs.
pf_runs() {
  for PF_3 in $PF_K; do
    PF_5=${PF_3#*/}
    if pf_of "${PF_3%%/*}" && [ "$PF_BORN" = "${PF_5%%/*}" ]; then return 0; fi
  done
  PF_7=$PF_K
  pf_kin
  [ "$PF_K" != "$PF_7" ]
}
# The guards of a lane that is ended as a whole end theirs at once: each is a child of it, and waits for that signal.
pf_guards() {
  for PF_3 in /proc/[0-9]*; do
    PF_3=${PF_3#/proc/}
    if pf_of "$PF_3" && [ "$PF_3" != "$$" ]; then
      case $PF_K in
      *" $PF_PARENT/"*)
        PF_1=
        read -r PF_1 <"/proc/$PF_3/cmdline"
        case $PF_1 in "/bin/sh-c: pf-watch;"*) kill -USR1 "$PF_3" ;; esac
        ;;
      esac
    fi
  done
} 2>/dev/null
# Names and, where a shell or an interpreter reads one, the script: no arguments, which may hold secrets.
pf_tell() {
  printf "\n@@PF stopped %s\n" "$1"
  PF_6=0
  for PF_3 in $PF_K; do
    PF_4=${PF_3%%/*}
    if [ "$PF_6" -ge 16 ] || ! pf_of "$PF_4"; then continue; fi
    PF_6=$((PF_6 + 1))
    printf "@@PF ran %s %s %.15s\n" "$PF_4" "$PF_PARENT" "$PF_NAME"
    PF_7=
    case $PF_NAME in
    *sh | busybox)
      # A shell keeps open what it reads: bash as 255, dash and busybox from 10 on, tcsh from 15 on.
      PF_2=9
      for PF_5 in /proc/"$PF_4"/fd/[1-9][0-9]*; do
        if [ -f "$PF_5" ] && [ "${PF_5##*/}" -gt "$PF_2" ]; then
          PF_2=${PF_5##*/}
          PF_7=$(readlink "$PF_5")
        fi
      done
      ;;
    esac
    if [ -z "$PF_7" ]; then
      case $PF_NAME in
      *sh | python* | perl* | ruby* | node | php* | lua*)
        PF_5=$(tr "\000" "\n" <"/proc/$PF_4/cmdline" | sed -n 2p)
        case $PF_5 in /*) [ ! -f "$PF_5" ] || PF_7=$PF_5 ;; esac
        ;;
      esac
    fi
    [ -z "$PF_7" ] || printf "@@PF at %s %.150s\n" "$PF_4" "$PF_7"
  done
} 2>/dev/null
# pf_end PID: two seconds for what was told to end, less if it is gone before, and SIGKILL to what is left.
pf_end() {
  PF_8=0
  while [ "$PF_8" -lt 20 ] && { pf_runs || { [ ! -e /proc/self/stat ] && kill -0 -"$1"; }; }; do
    if "$PF_SLEEP" 0.1; then PF_8=$((PF_8 + 1)); else "$PF_SLEEP" 1 && PF_8=$((PF_8 + 10)) || return 1; fi
  done
  if [ "$PF_8" -ge 20 ]; then
    if [ ! -e /proc/self/stat ]; then kill -KILL -"$1" || kill -KILL "$1"; fi
    for PF_8 in 1 2 3; do
      pf_runs || break
      pf_kin
      pf_signal KILL "$PF_K"
    done
  fi
} 2>/dev/null
# pf_stop PID BEGIN [all] [SECONDS]: ends a process, or what is left of the session that it led. BEGIN is 0 if it is gone.
# With SECONDS, the limit that it outlived, it first says what ran.
pf_stop() {
  PF_K=" $1/$2/0 "
  pf_kin
  [ -z "$4" ] || pf_tell "$4" >&3
  [ -z "$3" ] || pf_guards
  if [ ! -e /proc/self/stat ]; then kill -TERM -"$1" || kill -TERM "$1"; fi
  pf_sort
  pf_signal TERM "$PF_K"
  PF_8=$PF_K
  pf_kin
  pf_signal TERM "${PF_K#"$PF_8"}"
  # What was stopped gets to see it only now.
  pf_signal CONT "$PF_K"
  pf_end "$1"
} 2>/dev/null
# pf_leave PID: the same for what a program that has ended left behind in its group. Most of it is gone at once.
pf_leave() {
  kill -TERM -"$1" && kill -CONT -"$1"
  PF_8=0
  while [ "$PF_8" -lt 200 ]; do
    kill -0 -"$1" || return 0
    PF_8=$((PF_8 + 1))
  done
  PF_K=" $1/0/0 "
  pf_kin
  pf_end "$1"
} 2>/dev/null

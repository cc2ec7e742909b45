# Accounts and groups, from whatever the host asks for them, and who has a number. Arguments: names of users; of groups,
# behind "group:"; numbers, behind "uid:" and "gid:"; and behind "home:", "age:", "subids:" and "sudo:" names of users of
# whom that is asked as well. Hashes of passwords and comments are not sent. Headings begin a line; what was read has a
# space before it.
R=${PROBE_ROOT-}
ME=$(id -un) MYID=$(id -u)
look() { # DATABASE FILE KEY FIELD: sets L to the entry, or is 2 if there is none, or 1
  case $3 in '' | -* | *[!A-Za-z0-9_.@\\\$-]*) return 1 ;; esac
  L='' S=0
  if find_tool getent; then
    L=$("$T" "$1" "$3") || S=$?
  elif [ -f "$R/etc/$2" ] && [ -r "$R/etc/$2" ]; then
    S=2
    while IFS= read -r V; do
      fields "$V"
      # A number is looked for where numbers are, as getent does.
      [ "$4" = 1 ] && V2=$F1 || V2=$F3
      [ "$V2" != "$3" ] || { L=$V S=0 && break; }
    done <"$R/etc/$2"
  else
    S=1
  fi
  L=${L%%"$NEWLINE"*}
  case $S in 0 | 2) return "$S" ;; *) return 1 ;; esac
}
NEWLINE='
'
fields() { # LINE: sets F1 to F8
  set -f
  IFS=:
  # shellcheck disable=SC2086 # split at colons
  set -- $1
  set +f
  IFS=' 	
'
  F1=${1-} F2=${2-} F3=${3-} F4=${4-} F5=${5-} F6=${6-} F7=${7-} F8=${8-}
}
holder() { # HEADING DATABASE FILE NUMBER: the first one that has it, and all others of the file
  printf '%s\n' "$1:$4"
  case $4 in *[!0-9]*) echo ' failed' && return ;; esac
  look "$2" "$3" "$4" 3
  case $? in
  0) fields "$L" && H=$F1 && printf ' holder %s\n' "$H" ;;
  2) H='' && echo ' none' ;;
  *) echo ' failed' && return ;;
  esac
  [ -f "$R/etc/$3" ] || return 0
  [ -r "$R/etc/$3" ] || { echo ' failed' && return; }
  M=0
  while IFS= read -r V; do
    # Most lines are not split.
    case $V in *:"$4":*) fields "$V" ;; *) continue ;; esac
    case $F1 in '' | +* | -* | "$H") continue ;; esac
    [ "$F3" = "$4" ] && [ "$M" -lt 20 ] && M=$((M + 1)) && printf ' holder %s\n' "$F1"
  done <"$R/etc/$3"
  return 0
}
group() {
  printf '%s\n' "group:$1"
  look group group "$1" 1
  case $? in
  0) fields "$L" && printf ' gid %s\n' "$F3" ;;
  2) echo ' absent' ;;
  *) echo ' failed' ;;
  esac
}
home() {
  O=$(ls -ldnL -- "$R$1" 2>&1)
  case $O in
  d*)
    # shellcheck disable=SC2086 # split at blanks
    set -f && set -- $O && set +f
    printf ' home directory %s\n' "$3"
    ;;
  [-bcps]*) echo ' home other' ;;
  *ermission*) echo ' home unreadable' ;;
  *'o such file'* | *'ot a directory'*) echo ' home absent' ;;
  *) echo ' home unreadable' ;;
  esac
}
age() { # NAME
  if [ "$MYID" = 0 ]; then
    look shadow shadow "$1" 1
    S=$?
    [ "$S" != 2 ] || echo ' age none'
    [ "$S" = 0 ] || return
    fields "$L"
    # Alone it is an account that never had a password.
    case $F2 in '!' | '!!' | '!*') P=open ;; '!'*) P=locked ;; *) P=open ;; esac
    printf ' age %s:%s:%s:%s\n' "$P" "$F3" "$F5" "$F8"
  elif [ "$1" = "$ME" ] && find_tool chage; then
    "$T" -l "$1" 2>/dev/null | while IFS= read -r V; do
      case $V in 'Password expires'* | 'Account expires'*) printf ' chage %s\n' "$V" ;; esac
    done
  fi
}
subids() { # NAME UID
  for F in subuid subgid; do
    SUM=0
    if [ -f "$R/etc/$F" ]; then
      [ -r "$R/etc/$F" ] || continue
      while IFS= read -r V; do
        fields "$V"
        case $F1 in "$1" | "$2") ;; *) continue ;; esac
        case $F3 in '' | *[!0-9]* | ???????????*) ;; *) SUM=$((SUM + F3)) ;; esac
      done <"$R/etc/$F"
    fi
    printf ' %s %s\n' "$F" "$SUM"
  done
}
may() { # NAME
  if ! find_tool sudo; then
    echo ' sudo-status none'
    return
  fi
  S=0
  if [ "$MYID" = 0 ]; then
    O=$("$T" -n -l -U "$1" 2>&1) || S=$?
  elif [ "$1" = "$ME" ]; then
    O=$("$T" -n -l 2>&1) || S=$?
  else
    return
  fi
  printf ' sudo-status %s\n' "$S"
  printf '%s\n' "$O" | while IFS= read -r V; do printf ' sudo %s\n' "$V"; done
}
user() { # NAME ASKED...
  U=$1
  printf '%s\n' "user $U"
  case $U in *[!0-9]*) look passwd passwd "$U" 1 ;; *) false ;; esac
  case $? in
  0) ;;
  2) echo ' absent' && return ;;
  *) echo ' failed' && return ;;
  esac
  fields "$L"
  UU=$F3 UH=$F6
  printf ' ids %s %s\n home-path %s\n shell %s\n groups %s\n' "$F3" "$F4" "$F6" "$F7" "$(id -G "$U")"
  case $F7 in /*) [ ! -x "$R$F7" ] || echo ' shell-there' ;; '') echo ' shell-there' ;; esac
  [ ! -f "$R/etc/passwd" ] || while IFS= read -r V; do
    case $V in "$U":*) echo ' files' && break ;; esac
  done <"$R/etc/passwd"
  for A in "$@"; do
    case $A in
    "home:$U") case $UH in /*) home "$UH" ;; *) echo ' home absent' ;; esac ;;
    "age:$U") age "$U" ;;
    "subids:$U") subids "$U" "$UU" ;;
    "sudo:$U") may "$U" ;;
    esac
  done
}
NOW=$(date +%s)
case $NOW in '' | *[!0-9]*) ;; *) printf 'today %s\n' $((NOW / 86400)) ;; esac
[ ! -f "$R/etc/nsswitch.conf" ] || while IFS= read -r V; do
  case $V in subid:*[a-z]*) printf 'subid-source %s\n' "${V#subid:}" ;; esac
done <"$R/etc/nsswitch.conf"
for B in "$@"; do
  case $B in
  group:*) group "${B#group:}" ;;
  uid:*) holder uid passwd passwd "${B#uid:}" ;;
  gid:*) holder gid group group "${B#gid:}" ;;
  home:* | age:* | subids:* | sudo:*) ;;
  *) user "$B" "$@" ;;
  esac
done
echo 'done'

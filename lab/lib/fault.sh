# shellcheck shell=bash disable=SC2154 # the names come from the command 'lab', which reads this file
# The machinery of faults: each is a function fault_NAME HOST [ARG] in lab/faults, and says with 'undo' how it is taken out.

fault_names() {
  declare -F | sed -n 's/^declare -f fault_//p' | grep -v '^names$' | tr '_' '-' | sort
}

fault() { # fault NAME HOST [ARG]
  local name=${1:?name of a fault} host=${2:?name of a host}
  shift
  declare -F "fault_${name//-/_}" >/dev/null || die "no fault $name; there are: $(fault_names | tr '\n' ' ')"
  is_up "$host"
  # Most faults are made in files, which those of a virtual machine are not here.
  case $host:$name in
    v*:vm-*) ;;
    [vw]*:* | *:vm-*) die "no fault $name for $host: those of kind v, and only those, begin with vm-; kind w has none" ;;
  esac
  # shellcheck disable=SC2016 # the text of a function
  case $(declare -f "fault_${name//-/_}") in
    *'${2:-'*) ;;
    *'$2'*) [ $# -gt 1 ] || die "the fault $name needs an argument, often a second host: see its function in lab/faults" ;;
  esac
  UNDO=$RUN/undo/$(date +%s%N).$host.$name
  : >"$UNDO"
  "fault_${name//-/_}" "$@"
}

# What is to be done when the fault is taken out; what is said last is done first.
undo() {
  { echo "$*"; cat "$UNDO"; } >"$UNDO.new"
  mv "$UNDO.new" "$UNDO"
}

clear_faults() { # clear_faults [HOST]
  local file
  while read -r file; do
    case $file in *".${1:-}"*) ;; *) continue ;; esac
    # shellcheck source=/dev/null
    . "$file" </dev/null || echo "lab: taking out ${file##*/}: $?" >&2
    rm -f "$file"
  done < <(find "$RUN/undo" -type f | sort -r)
}

# Remembers a file's present state, so that the fault may do with it as it likes.
keep() { # keep HOST FILE
  local file copy
  file=$(root_of "$1")$2
  if [ -e "$file" ] || [ -h "$file" ]; then
    copy=$RUN/$1/kept.$RANDOM$RANDOM
    cp -a "$file" "$copy"
    undo "cp -a --remove-destination $copy \$(root_of $1)$2; rm -f $copy"
  else
    undo "rm -f \$(root_of $1)$2"
  fi
}

# Writes a file of the host from standard input.
put() { # put HOST FILE
  keep "$1" "$2"
  mkdir -p "$(root_of "$1")$(dirname "$2")"
  cat >"$(root_of "$1")$2"
}

edit() { # edit HOST FILE SED_PROGRAM
  keep "$1" "$2"
  sed -i "$3" "$(root_of "$1")$2"
}

# init starts it again at once; sessions that are open stay.
restart_sshd() { # restart_sshd HOST
  # shellcheck disable=SC2016 # for the shell in the host
  in_host "$1" sh -c 'old=$(pgrep -f "sshd.*[l]istener"); kill "$old"; k=0
    while [ $k -lt 100 ]; do
      [ ! -e "/proc/$old" ] && pgrep -f "sshd.*[l]istener" >/dev/null && exit 0
      k=$((k + 1))
      sleep 0.05
    done'
  answers "$1"
}

# A process in the host that outlives the command.
in_background() { # in_background HOST COMMAND...
  local pid
  pid=$(pid_of "$1")
  shift
  setsid nsenter -t "$pid" -m -u -i -n -p -r -w -- "$@" </dev/null >/dev/null 2>&1 &
}

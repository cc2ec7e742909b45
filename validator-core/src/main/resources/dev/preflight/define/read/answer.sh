# shellcheck shell=sh disable=SC2016,SC2034,SC2317 # the probes that this text stands before use it; awk expands its own
# What the reads of a profile's own checks share. An answer is headings, which begin their line; what was read stands below
# them, each line behind a space. A text ends with a line of ours that has the status of its reading: nobody forges it.
R=${PROBE_ROOT-}
NEWLINE='
'
# tool NAME: sets T to the program of this name in a standard directory. PATH is another one in each context.
tool() {
  for T in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    T=$T/$1
    if [ -f "$T" ] && [ -x "$T" ]; then return 0; fi
  done
  T=
  printf 'no-tool %s\n' "$1"
  return 1
}
ends() {
  echo 'done'
  exit 0
}
# behind: standard input, each line behind a space.
behind() { LC_ALL=C "$SED" 's/^/ /'; }
# hidden PATH: whether a folder on the way to it cannot be entered.
hidden() {
  P=${1%/*}
  while [ -n "$P" ] && [ ! -e "$P" ]; do P=${P%/*}; done
  [ -d "${P:-/}" ] && [ ! -x "${P:-/}" ]
}
# gone PATH: says of what cannot be seen whether it is not there. False: it is not.
gone() {
  E=$(LC_ALL=C "$HEAD" -c 1 -- "$1" 2>&1 >/dev/null)
  case $E in
  *': No such file or directory' | *': Not a directory')
    echo absent
    return 1
    ;;
  *': Permission denied') echo denied ;;
  *) printf 'failed %s\n' "${E%%"$NEWLINE"*}" ;;
  esac
}
# automounts: sets A to where automounters wait ("a"), and what they mounted below ("m"): proc(5), mountinfo.
automounts() {
  A=
  [ ! -r "$R/proc/self/mountinfo" ] || ! tool awk >/dev/null || A=$(LC_ALL=C "$T" '{
    p = $5
    gsub(/\\040/, " ", p)
    gsub(/\\011/, "\t", p)
    gsub(/\\134/, "\\", p)
    for (i = 7; i <= NF && $i != "-"; i++) { }
    if (!(p in top)) order[++n] = p
    top[p] = $(i + 1)
    if (top[p] == "autofs") waits[p] = 1
  }
  END {
    for (k = 1; k <= n; k++) {
      p = order[k]
      if (index(p, "\\012")) continue
      if (top[p] == "autofs") { print "a " p; continue }
      for (w in waits) if (index(p "/", w "/") == 1) { print "m " p; break }
    }
  }' "$R/proc/self/mountinfo")
}
# autofs PATH: whether an automounter would be asked for it. The deepest of these places that it lies below says so.
autofs() {
  B=
  K=
  O=$A$NEWLINE
  while [ "$O" != "$NEWLINE" ] && [ -n "$O" ]; do
    M=${O%%"$NEWLINE"*}
    O=${O#*"$NEWLINE"}
    case $1/ in
    "$R${M#??}"/*) if [ "${#M}" -ge "${#B}" ]; then B=$M K=${M%%' '*}; fi ;;
    esac
  done
  [ "$K" = a ]
}
# refused FILE: whether links lead it to what must not be read: one is the memory, the others give each line once only.
refused() {
  Q=$1
  P=$1
  while [ -n "$P" ]; do
    if [ -L "$P" ]; then
      tool readlink >/dev/null || return 0
      Q=$("$T" -f -- "$1")
      break
    fi
    P=${P%/*}
  done
  case $Q in */proc/kcore | */proc/kmsg | */trace_pipe | */trace_pipe_raw | "$R"/dev/*) return 0 ;; esac
  return 1
}
# text FILE: what it holds. A byte more than 256 KiB does not fit into the answer, and is "truncated".
text() {
  echo text
  S=0
  { "$HEAD" -c 262145 -- "$1" 2>/dev/null || S=$?; printf '\n%s\n' "$S"; } | behind
}
# digest FILE: its size and SHA-256, and nothing of what it holds.
digest() {
  tool wc || return
  S=$("$T" -c <"$1") || S=
  S=${S##* }
  case $S in '' | *[!0-9]*) echo failed && return ;; esac
  if [ "$S" -gt 262144 ]; then echo truncated && return; fi
  tool sha256sum || return
  H=$("$T" <"$1") || H=
  case $H in ?*' '*) printf 'digest %s %s\n' "$S" "${H%% *}" ;; *) echo failed ;; esac
}
# look FILE: what it is; false if it is not there.
look() {
  case $1 in *"$NEWLINE"*) echo odd && return ;; esac
  printf 'at %s\n' "${1#"$R"}"
  if autofs "$1"; then
    echo autofs
  elif [ ! -e "$1" ]; then
    gone "$1"
  elif [ ! -f "$1" ] || refused "$1"; then
    echo special
  elif [ ! -r "$1" ]; then
    echo denied
  elif [ -n "${PARAM_SECRET-}" ]; then
    digest "$1"
  else
    text "$1"
  fi
}
if [ -n "${PARAM_ROOT-}" ]; then
  tool id || ends
  if [ "$("$T" -u)" != 0 ]; then echo user && ends; fi
fi
tool head || ends
HEAD=$T
tool sed || ends
SED=$T

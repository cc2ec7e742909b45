# shellcheck shell=sh disable=SC2154 # r is set by the probes that this text stands before
escaped() { # as the kernel writes a path in mountinfo
  case $1 in
  *' '* | *'	'* | *\\*) E=$(printf '%s\n' "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/	/\\011/g') ;;
  *) E=$1 ;;
  esac
}
# canonical PATH: without links, into E; the last name may be that of a file, or of a directory that may not be entered.
canonical() {
  last=''
  cd -P "$r$1/" 2>/dev/null || {
    last=/${1##*/}
    [ ! -h "$r$1" ] && cd -P "$r${1%/*}/" 2>/dev/null || return 1
  }
  E=${PWD%/}$last
  [ -z "$r" ] || { cd -P "$r/" && E=${E#"${PWD%/}"}; }
  escaped "$E"
}

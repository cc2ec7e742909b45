# shellcheck shell=sh disable=SC2034 # T is read by the probes that this text stands before
# find_tool NAME [DIRECTORY...]: sets T to the program of this name in a standard directory or one of these, or to nothing.
# PATH is not asked: it is another one in each lane.
find_tool() {
  N=$1
  shift
  for K in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin "$@"; do
    T=${PROBE_ROOT-}$K/$N
    if [ -f "$T" ] && [ -x "$T" ]; then return 0; fi
  done
  T=''
  return 1
}

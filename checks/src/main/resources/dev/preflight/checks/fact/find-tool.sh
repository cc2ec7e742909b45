# shellcheck shell=sh disable=SC2034 # T is read by the probes that this text stands before
# find_tool NAME: sets T to the program of this name, or to nothing. PATH is not asked: it is another one in each lane.
find_tool() {
  for K in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /snap/bin /opt/bin; do
    T=${PROBE_ROOT-}$K/$1
    if [ -f "$T" ] && [ -x "$T" ]; then return 0; fi
  done
  T=''
  return 1
}

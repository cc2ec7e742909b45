# The bytes of one file, or of what an address gives, as they are. The first line says what comes; behind the content
# of an address stands how its fetch ended.
r=${PROBE_ROOT-}
# A proxy or a cache may answer one host otherwise than another: only the host that uses the address fetches it.
is_consumer() {
  [ -n "$PARAM_CONSUMER" ] || return 0
  n=$(uname -n)
  [ "$PARAM_CONSUMER" != "$n" ] && [ "$PARAM_CONSUMER" != "${n%%.*}" ] || return 0
  ip -o addr 2>/dev/null | while read -r _ _ _ a _; do
    [ "${a%/*}" != "$PARAM_CONSUMER" ] || echo here
  done | grep -q here
}
if [ -n "$PARAM_PATH" ]; then
  f=$r$PARAM_PATH
  if [ ! -e "$f" ]; then
    # Behind a directory that may not be searched a file looks as if it were not there.
    d=${f%/*}
    while [ -n "$d" ] && [ ! -d "$d" ]; do d=${d%/*}; done
    if [ -x "${d:-/}" ]; then echo absent; else printf '%s\n' "unreadable ${d#"$r"}"; fi
  elif [ ! -f "$f" ] || [ ! -r "$f" ]; then
    printf 'unreadable %s\n' "$PARAM_PATH"
  else
    echo content
    head -c 1048577 "$f"
  fi
elif ! is_consumer; then
  echo elsewhere
elif command -v curl >/dev/null; then
  echo fetched
  curl -fsS --max-time 5 --proto '=http,https' -- "$PARAM_URL"
  printf '\nrc=%s\n' "$?"
elif command -v wget >/dev/null; then
  echo fetched
  wget -T 5 -qO- -- "$PARAM_URL"
  printf '\nrc=%s\n' "$?"
elif p=$(command -v python3 || command -v /usr/libexec/platform-python || command -v python); then
  echo fetched
  "$p" -c 'import sys
try: from urllib.request import urlopen
except ImportError: from urllib2 import urlopen
o = getattr(sys.stdout, "buffer", sys.stdout)
o.write(urlopen(sys.argv[1], timeout=5).read(1048577))' "$PARAM_URL"
  printf '\nrc=%s\n' "$?"
else
  echo no-tool
fi

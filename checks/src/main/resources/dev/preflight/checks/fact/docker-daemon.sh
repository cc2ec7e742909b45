# How dockerd is installed and started. Headings begin a line; what was read stands under them behind a space. Of units and
# option files only that travels which makes up the command: the rest may hold secrets.
r=${PROBE_ROOT-}
exe=''
show() { sed -e 's#://[^/@[:space:]]*@#://***@#g' -e 's/^/ /' && echo; }
# named FILE...: the variables that the start commands of these units name.
named() {
  for f; do
    case $f in *"$NL"*) continue ;; esac
    [ ! -f "$f" ] || [ ! -r "$f" ] || { head -c 16384 "$f" && echo; }
  done | awk '
    { if (!more) on = /^[ \t]*ExecStart[ \t]*=/; more = /\\$/ }
    on {
      while (match($0, /\$[{]?[A-Za-z_][A-Za-z0-9_]*/)) {
        n = substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
        gsub(/[${]/, "", n)
        print n
      }
    }'
}
# settings FILE: its lines that set the command, its environment or one of these variables; each on one line.
settings() {
  head -c 16384 "$1" | names=$names awk '
    BEGIN { n = split(ENVIRON["names"], a, "\n"); for (i = 1; i <= n; i++) want[a[i]] = 1; want["DOCKER_OPTS"] = 1 }
    # name WORD: what it gives a value to.
    function name(w) { sub(/^[ \t]*(export[ \t]+)?["\047]?/, "", w); sub(/[ \t]*=.*/, "", w); return w }
    function tell(l, rest, w, all) {
      if (l ~ /^[ \t]*(ExecStart|EnvironmentFile)[ \t]*=/) print l
      else if (l ~ /^[ \t]*Environment[ \t]*=/) {
        rest = l
        sub(/^[^=]*=/, "", rest)
        while (match(rest, /([^ \t"\047\\]|\\.|"(\\.|[^"\\])*"|\047[^\047]*\047)+/)) {
          w = substr(rest, RSTART, RLENGTH)
          rest = substr(rest, RSTART + RLENGTH)
          if (name(w) in want) all = all " " w
        }
        if (all != "") print "Environment=" substr(all, 2)
      } else if (l ~ /=/ && name(l) in want) print l
    }
    { line = line $0 }
    /\\$/ { sub(/\\$/, " ", line); next }
    { tell(line); line = "" }
    END { if (line != "") tell(line) }' | show
}
find_dockerd
[ -z "$UNSURE" ] || printf 'unsure process %s\n' "$UNSURE"
for b in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin "${HOME-}/bin" /snap/docker/current/bin; do
  for n in dockerd dockerd-current; do
    [ -z "$exe" ] && [ -f "$r$b/$n" ] && [ -x "$r$b/$n" ] && exe=$b/$n
  done
done
if [ -n "$DAEMON" ]; then
  printf 'running %s\n' "$DAEMON"
  printf '%s\n' "$WORDS" | tr '\n' ' ' | show
  # A process can give itself any name; /proc/PID/exe shows which program runs.
  a=''
  [ -n "$exe" ] || a=$(readlink "$r/proc/$DAEMON/exe")
  case ${a##*/} in dockerd | dockerd-current) if path "$a" && [ -x "$r$a" ]; then exe=$a; fi ;; esac
fi
if [ -n "$exe" ]; then
  printf 'binary %s\n' "$exe"
  echo version
  "$r$exe" --version 2>&1 </dev/null | head -c 1024 | show
fi
set --
for b in /etc /run /usr/local/lib /usr/lib /lib; do
  for f in "$r$b/systemd/system/docker.service" "$r$b/systemd/system/docker.service.d"/*.conf; do
    [ ! -f "$f" ] || set -- "$@" "$f"
  done
done
names=''
[ $# -eq 0 ] || names=$(named "$@")
for f; do
  # A path with a line break cannot be reported; systemd reads it nevertheless.
  case $f in *"$NL"*) echo 'unreadable drop-in' && continue ;; esac
  { [ -f "$f" ] && [ -r "$f" ]; } || { printf 'unreadable %s\n' "${f#"$r"}" && continue; }
  printf 'unit %s\n' "${f#"$r"}"
  settings "$f"
done
for f in sysconfig/docker sysconfig/docker-storage sysconfig/docker-network default/docker conf.d/docker; do
  [ -f "$r/etc/$f" ] || continue
  [ -r "$r/etc/$f" ] || { printf 'unreadable /etc/%s\n' "$f" && continue; }
  printf 'options /etc/%s\n' "$f"
  settings "$r/etc/$f"
done
echo 'done'

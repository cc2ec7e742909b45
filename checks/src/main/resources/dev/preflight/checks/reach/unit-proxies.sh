# The proxies that services of containers are given by systemd or OpenRC: the variables of their units, and those in the
# files that the units name. Of an environment only these leave the host, and a password in front of a host does not.
r=${PROBE_ROOT-}
NL='
'
# Words NAME=VALUE of the standard input: one is in quotes where it has blanks.
told() {
  awk '{
    while (match($0, /(^|[ \t"'\''])([Hh][Tt][Tt][Pp][Ss]?|[Aa][Ll][Ll]|[Nn][Oo])_([Pp][Rr][Oo][Xx][Yy])=[^ \t"'\'']*/)) {
      w = substr($0, RSTART, RLENGTH)
      $0 = substr($0, RSTART + RLENGTH)
      # What stands in quotes behind the name.
      if (w ~ /=$/ && match($0, /^["'\''][^"'\'']*/)) w = w substr($0, 2, RLENGTH - 1)
      sub(/^[ \t"'\'']/, "", w)
      n = substr(w, 1, index(w, "=") - 1)
      v = substr(w, index(w, "=") + 1)
      if (v ~ /:\/\/[^\/]*@/) sub(/:\/\/.*@/, "://***@", v)
      else sub(/^.*@/, "***@", v)
      print " " n " " substr(v, 1, 2000)
    }
  }'
}
file() { # PATH
  if [ -f "$r$1" ]; then
    if [ -r "$r$1" ]; then
      head -c 65536 "$r$1" | grep -v '^[[:space:]]*#' | told
    else
      printf ' unreadable %s\n' "$1"
    fi
  fi
}
if find_tool systemctl; then
  for u in docker.service containerd.service crio.service kubelet.service; do
    o=$("$T" show -p LoadState -p Environment -p EnvironmentFiles -- "$u" 2>/dev/null)
    case $NL$o$NL in *"${NL}LoadState=loaded$NL"*) ;; *) continue ;; esac
    printf 'unit %s\n' "$u"
    printf '%s\n' "$o" | sed -n 's/^Environment=/ /p' | told
    printf '%s\n' "$o" | sed -n 's/^EnvironmentFiles\{0,1\}=\(\/.*\) (ignore_errors=[a-z]*)$/\1/p' | head -n 20 |
      while IFS= read -r f; do file "$f"; done
  done
else
  for n in docker containerd kubelet; do
    [ ! -f "$r/etc/init.d/$n" ] || {
      printf 'unit %s\n' "$n"
      file "/etc/conf.d/$n"
    }
  done
fi
echo 'done'

# The proxies that services of containers are given by systemd or OpenRC: the variables of their units, and those in the
# files that the units name. Of an environment only these leave the host, and a password in front of a host does not.
r=${PROBE_ROOT-}
NL='
'
# told [UNIT...]: of lines of a file the words NAME=VALUE; one is in quotes where it has blanks. Of what systemctl says of
# these units, one block each: a heading, the words of the environment, and the files that it names.
told() {
  units=$* awk 'function words(s, w, n, v) {
      while (match(s, /(^|[ \t"'\''])([Hh][Tt][Tt][Pp][Ss]?|[Aa][Ll][Ll]|[Nn][Oo])_([Pp][Rr][Oo][Xx][Yy])=[^ \t"'\'']*/)) {
        w = substr(s, RSTART, RLENGTH)
        s = substr(s, RSTART + RLENGTH)
        # What stands in quotes behind the name.
        if (w ~ /=$/ && match(s, /^["'\''][^"'\'']*/)) w = w substr(s, 2, RLENGTH - 1)
        sub(/^[ \t"'\'']/, "", w)
        n = substr(w, 1, index(w, "=") - 1)
        v = substr(w, index(w, "=") + 1)
        if (v ~ /:\/\/[^\/]*@/) sub(/:\/\/.*@/, "://***@", v)
        else sub(/^.*@/, "***@", v)
        print " " n " " substr(v, 1, 2000)
      }
    }
    function unit(i) {
      if (loaded) {
        print "unit " name[at]
        words(said)
        for (i = 1; i <= files; i++) print "file " file[i]
      }
      loaded = files = 0
      said = ""
      at++
    }
    BEGIN { units = split(ENVIRON["units"], name, " "); at = 1 }
    units == 0 { if ($0 !~ /^[ \t]*#/) words($0); next }
    /^$/ { unit() }
    /^LoadState=loaded$/ { loaded = 1 }
    /^Environment=/ { said = substr($0, length("Environment=") + 1) }
    /^EnvironmentFiles?=\/.* \(ignore_errors=[a-z]*\)$/ && files < 20 {
      sub(/^[^=]*=/, "")
      sub(/ \(ignore_errors=[a-z]*\)$/, "")
      file[++files] = $0
    }
    END { unit() }'
}
file() { # PATH
  if [ -f "$r$1" ]; then
    if [ -r "$r$1" ]; then
      head -c 65536 "$r$1" | told
    else
      printf ' unreadable %s\n' "$1"
    fi
  fi
}
if [ -d "$r/run/systemd/system" ] && find_tool systemctl; then
  set -- docker.service containerd.service crio.service kubelet.service
  o=$("$T" show -p LoadState -p Environment -p EnvironmentFiles -- "$@" 2>/dev/null)
  case $NL$o$NL in
  *"${NL}LoadState=loaded$NL"*)
    o=$(printf '%s\n' "$o" | told "$@")
    o=$o$NL
    while [ -n "$o" ]; do
      l=${o%%"$NL"*}
      o=${o#*"$NL"}
      case $l in 'file /'*) file "${l#file }" ;; ?*) printf '%s\n' "$l" ;; esac
    done
    ;;
  esac
else
  for n in docker containerd kubelet; do
    [ ! -f "$r/etc/init.d/$n" ] || {
      printf 'unit %s\n' "$n"
      file "/etc/conf.d/$n"
    }
  done
fi
echo 'done'

# The first of the files that is there: as many arguments as PARAM_FILES says. The others are folders, whose settings are
# all read; one that is a link to /dev/null takes that of the same name away (systemd.unit(5)).
automounts
N=${PARAM_FILES-}
case $N in '' | *[!0-9]*) N=$# ;; esac
while [ "$N" -gt 0 ] && [ "$#" -gt 0 ]; do
  N=$((N - 1))
  F=$R$1
  shift
  if look "$F"; then
    while [ "$N" -gt 0 ] && [ "$#" -gt 0 ]; do
      N=$((N - 1))
      shift
    done
  fi
done
N=0
for D in "$@"; do
  D=$R$D
  if autofs "$D"; then
    printf 'at %s\nautofs\n' "${D#"$R"}"
  elif [ -d "$D" ] && [ -r "$D" ] && [ -x "$D" ]; then
    for F in "$D"/*.conf; do
      if [ -d "$F" ] || { [ ! -e "$F" ] && [ ! -L "$F" ]; }; then continue; fi
      N=$((N + 1))
      if [ "$N" -gt 200 ]; then echo truncated && break 2; fi
      if [ -L "$F" ] && tool readlink && [ "$("$T" "$F")" = /dev/null ]; then
        case $F in *"$NEWLINE"*) echo odd ;; *) printf 'at %s\nmasked\n' "${F#"$R"}" ;; esac
      else
        look "$F" || :
      fi
    done
  elif [ -d "$D" ] || hidden "$D"; then
    printf 'at %s\ndenied\n' "${D#"$R"}"
  fi
done
ends

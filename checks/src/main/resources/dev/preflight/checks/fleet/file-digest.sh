# The SHA-256 of a regular file, behind links; of a large one its size only. A path that may not be walked to is not absent.
F=${PROBE_ROOT-}$PARAM_PATH
D=${F%/*}
while [ -n "$D" ] && [ ! -e "$D" ]; do D=${D%/*}; done
case $PARAM_PATH in
/*)
  if [ -f "$F" ]; then
    N=$(wc -c 2>/dev/null <"$F") || N=
    if [ ! -r "$F" ] || [ -z "$N" ]; then
      echo denied
    elif [ "$N" -gt 268435456 ]; then
      echo large
    elif find_tool sha256sum; then
      S=$("$T" <"$F") && printf '%s\n' "digest ${S%% *}"
    else
      echo no-tool
    fi
  elif [ -e "$F" ] || [ -L "$F" ]; then
    echo other
  elif [ -d "${D:-/}" ] && [ ! -x "${D:-/}" ]; then
    echo denied
  else
    echo absent
  fi
  ;;
esac
echo 'done'

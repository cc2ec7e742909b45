# What the path of the first argument is; where it is a link, the link itself.
automounts
F=$r${1-}
printf 'at %s\n' "${1-}"
if autofs "$F"; then
  echo autofs
elif [ ! -e "$F" ] && [ ! -L "$F" ]; then
  gone "$F"
elif tool stat; then
  echo 'stat'
  S=0
  { LC_ALL=C "$T" -c '%f
%u
%g
%s
%Y
%U
%G' -- "$F" 2>/dev/null || S=$?; printf '%s\n' "$S"; } | behind
  if [ -L "$F" ] && tool readlink; then
    echo target
    "$T" "$F" | behind
  fi
fi
ends

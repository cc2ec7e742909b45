# What the paths of the arguments are; where one is a link, the link itself.
automounts
for N in "$@"; do
  F=$R$N
  printf 'at %s\n' "$N"
  if autofs "$F"; then
    echo autofs
  elif [ ! -e "$F" ] && [ ! -L "$F" ]; then
    # What it says is the answer.
    gone "$F" || :
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
done
ends

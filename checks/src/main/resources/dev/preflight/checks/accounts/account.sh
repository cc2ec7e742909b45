# The account that the first argument names, from whatever the host asks for its users, and the groups of that user.
# Headings begin a line; what was read has a space before it.
R=${PROBE_ROOT-}
U=${1-}
case $U in
'' | -* | *[!A-Za-z0-9_.@\\\$-]*) U='' ;;
# getent(1) takes digits for the number of a user.
*[!0-9]*) ;;
*) U='' ;;
esac
L='' S=2
if [ -z "$U" ]; then
  :
elif find_tool getent; then
  S=0
  L=$("$T" passwd "$U") || S=$?
elif [ -r "$R/etc/passwd" ]; then
  while IFS= read -r K; do
    case $K in "$U":*) L=$K S=0 && break ;; esac
  done <"$R/etc/passwd"
else
  S=1
fi
case $S in
0) printf 'entry\n %s\n' "${L%%'
'*}" ;;
2) echo absent ;;
*) echo failed ;;
esac
if [ "$S" = 0 ] && find_tool id; then
  printf 'numbers %s\n' "$("$T" -G "$U")"
  printf 'groups %s\n' "$("$T" -Gn "$U")"
fi
echo 'done'

# A setting of the kernel, as sysctl(8) names it. With slashes instead of dots where a part of the name has dots.
n=$PARAM_NAME
case $n in
*/* | '') ;;
*)
  IFS=.
  set -f
  # shellcheck disable=SC2086 # into its parts
  set -- $n
  IFS=/
  n=$*
  unset IFS
  ;;
esac
case /$n/ in
*/../* | //*)
  echo bad-name
  exit 0
  ;;
esac
f=${PROBE_ROOT-}/proc/sys/$n
if [ ! -e "$f" ]; then
  echo absent
elif [ -f "$f" ] && v=$(cat "$f"); then
  printf 'value %s\n' "$v"
else
  echo unreadable
fi

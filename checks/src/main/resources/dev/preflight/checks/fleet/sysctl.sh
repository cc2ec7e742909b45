# A setting of the kernel, as sysctl(8) names it. With slashes instead of dots where a part of the name has dots.
n=$PARAM_NAME p=
case $n in
*/*) ;;
*)
  n=${n%.}
  while case $n in *.*) ;; *) false ;; esac do
    p=$p${n%%.*}/
    n=${n#*.}
  done
  ;;
esac
n=$p$n
f=${PROBE_ROOT-}/proc/sys/$n
case /$n/ in
*/../* | //*) echo bad-name ;;
*)
  if [ ! -e "$f" ]; then
    echo absent
  elif [ -f "$f" ] && p=$(cat "$f"); then
    printf 'value %s\n' "$p"
  else
    echo unreadable
  fi
  ;;
esac

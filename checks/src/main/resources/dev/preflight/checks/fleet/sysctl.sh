# Settings of the kernel, each as sysctl(8) names it: with slashes instead of dots where a part of the name has dots. A
# heading for each that is asked for, and below it what it is set to.
s=${PROBE_ROOT-}/proc/sys/
nl='
'
# file NAME: f is its file; empty for what can be no name.
file() {
  f='' n=$1
  case $n in
  */*) ;;
  *)
    n=${n%.}
    while case $n in *.*) ;; *) false ;; esac do
      f=$f${n%%.*}/
      n=${n#*.}
    done
    ;;
  esac
  case /$f$n/ in */../* | //*) f='' ;; *) f=$s$f$n ;; esac
}
# read_all NAME...: one process reads them all, and names the file in front of each line. A number in /proc/sys is not for
# read: a shell that reads byte by byte gets its first digit.
read_all() {
  for k; do
    shift
    file "$k"
    if [ -n "$f" ] && [ -f "$f" ]; then set -- "$@" "$f"; fi
  done
  lines=''
  [ $# = 0 ] || lines=$(grep -H '' -- "$@")
}
read_all "$@"
for k; do
  printf '%s\n' "setting $k"
  file "$k"
  if [ -z "$f" ]; then
    echo ' bad-name'
  elif [ ! -e "$f" ]; then
    echo ' absent'
  else
    found=''
    IFS=$nl
    set -f
    for l in $lines; do
      case $l in "$f:"*)
        printf '%s\n' " value ${l#"$f:"}"
        found=1
        ;;
      esac
    done
    unset IFS
    set +f
    [ -n "$found" ] || echo ' unreadable'
  fi
done
echo 'done'

# What the next boot sets, as far as the arguments ask for it: parameters of the kernel by their names, on its command line
# as it is and as the boot loader has it for the next boot; and, if a path below /sys is asked for, the lines that may set
# it. Such a line holds the last part of the path, or one of the other arguments.
r=${PROBE_ROOT-} b='[ 	]' NL='
'
w=' ' want='' paths=''
for a; do
  case $a in
  /*) paths=1 a=${a##*/} a=${a%%[*?[]*} ;;
  *) w="$w$a " ;;
  esac
  [ -z "$a" ] || want=${want:+$want$NL}$a
done
i=other
[ ! -d "$r/run/openrc" ] || i=openrc
[ ! -d "$r/run/systemd/system" ] || i=systemd
printf '%s\n' "init $i"
# denied KIND PATH: whether it is there and cannot be read; says so.
denied() {
  if [ -d "$r$2" ]; then
    [ ! -r "$r$2" ] || [ ! -x "$r$2" ] || return 1
  else
    [ -e "$r$2" ] && [ ! -r "$r$2" ] || return 1
  fi
  printf '%s\n' "$1 $2"
}
# loader KIND FILE PATTERN: lines of the file that match in small letters, each with its number, what it sets, and of a
# command line the words that were asked for and the variables of the boot loader. A line is split at its first blank or
# colon, and no longer than 8192 bytes.
loader() {
  case $2 in *"$NL"*) return ;; esac
  ! denied closed "$2" && [ -f "$r$2" ] || return
  printf '%s\n' "$1 $2"
  kind=$1 pattern=$3 w=$w awk 'function asked(s, i, n, x, o) {
      n = split(s, x, /[ \t"'\'']+/)
      for (i = 1; i <= n; i++) {
        if (x[i] == "" || length(x[i]) > 1024) continue
        s = x[i]
        sub(/=.*/, "", s)
        if (x[i] ~ /^\$/ || index(ENVIRON["w"], " " s " ")) o = o " " x[i]
      }
      return o
    }
    tolower($0) !~ ENVIRON["pattern"] { next }
    {
      v = substr(NR ":" $0, 1, 8192)
      sub(/^[0-9]+:[ \t]*/, "", v)
      sub(/[ \t]+$/, "", v)
      k = v
      if (match(v, /[ \t]*:[ \t]*|[ \t]+/)) { k = substr(v, 1, RSTART - 1); v = substr(v, RSTART + RLENGTH) }
      else v = ""
      if (ENVIRON["kind"] != "running" && (" " k " " v " ") ~ / (single|recovery) |rescue|emergency|memtest/) next
      value = k
      sub(/^[^=]*=/, "", value)
      name = k
      sub(/=.*/, "", name)
    }
    k == "blscfg" { print " " NR " bls"; next }
    k ~ /^saved_entry=/ { print " " NR " saved " value (v == "" ? "" : " " v); next }
    k == "set" && v ~ /^default=/ { sub(/^default=/, "", v); print " " NR " default " v; next }
    k == "set" { name = value = v; sub(/=.*/, "", name); sub(/^[^=]*=/, "", value); print " " NR " " name asked(value); next }
    k ~ /^(kernelopts|tuned_params)=/ { print " " NR " " name asked(value " " v); next }
    { print " " NR " linux" asked(k " " v) }' "$r$2" 2>/dev/null
}
if [ -r "$r/proc/cmdline" ]; then loader running /proc/cmdline .; fi
for d in /boot /boot/grub /boot/grub2 /boot/loader /boot/loader/entries /boot/extlinux; do denied closed "$d"; done
for d in /boot/efi /efi; do denied esp "$d"; done
for d in /boot/grub /boot/grub2; do
  loader env $d/grubenv '^(saved_entry|kernelopts|tuned_params)='
  loader grub $d/grub.cfg "^$b*(linux(16|efi)?$b|blscfg|set (default|kernelopts|tuned_params)=)"
done
for d in /boot /boot/efi /efi; do
  for f in "$r$d"/loader/entries/*.conf; do
    case ${f##*/} in *rescue*) ;; *) loader entry "${f#"$r"}" "^options$b" ;; esac
  done
done
loader plain /boot/extlinux.conf "^$b*append$b"
loader plain /boot/extlinux/extlinux.conf "^$b*append$b"
loader plain /boot/firmware/cmdline.txt .
loader plain /boot/cmdline.txt .
loader made /etc/kernel/cmdline '^[^#]'
loader made /etc/zipl.conf "^$b*parameters$b*="
for f in /etc/default/grub "$r"/etc/default/grub.d/*.cfg; do
  loader source "${f#"$r"}" "^$b*grub_cmdline_linux(_default)?="
done
# lines KIND FILE...: those that may set it, of which none is a comment.
lines() {
  printf '%s\n' "$1"
  shift
  [ $# = 0 ] || grep -HnF -e "$want" -- "$@" 2>/dev/null | grep -v '^[^:]*:[0-9]*:[[:space:]]*[#;]' | cut -c -4096 |
    while IFS= read -r l; do printf ' %s\n' "${l#"$r"}"; done
}
# readable FILE: whether it is one that can be read; says if it cannot.
readable() {
  case $1 in *"$NL"*) return 1 ;; esac
  [ -f "$1" ] && ! denied unreadable "${1#"$r"}"
}
# gather KIND SUFFIX DIRECTORY...: lines of the files there; of files of one name only the first one counts.
gather() {
  kind=$1 suffix=$2 seen=/
  shift 2
  n=$#
  for d; do
    case $d in /lib/*) [ ! -h "$r/lib" ] || continue ;; esac
    denied unreadable "$d" && continue
    for f in "$r$d"/*"$suffix"; do
      case $seen in */"${f##*/}"/*) continue ;; esac
      [ -e "$f" ] || [ -h "$f" ] || continue
      seen=$seen${f##*/}/
      ! readable "$f" || set -- "$@" "$f"
    done
  done
  shift "$n"
  lines "$kind" "$@"
}
# below_sys: what may set what is below /sys.
below_sys() {
  gather udev .rules /etc/udev/rules.d /run/udev/rules.d /usr/local/lib/udev/rules.d /usr/lib/udev/rules.d /lib/udev/rules.d
  gather modprobe .conf /etc/modprobe.d /run/modprobe.d /usr/local/lib/modprobe.d /usr/lib/modprobe.d /lib/modprobe.d
  gather tmpfiles .conf /etc/tmpfiles.d /run/tmpfiles.d /usr/local/lib/tmpfiles.d /usr/lib/tmpfiles.d
  set --
  if [ -e "$r/etc/init.d/sysfsutils" ] || [ -e "$r/lib/systemd/system/sysfsutils.service" ] ||
    [ -e "$r/usr/lib/systemd/system/sysfsutils.service" ]; then
    for f in "$r"/etc/sysfs.conf "$r"/etc/sysfs.d/*.conf; do
      ! readable "$f" || set -- "$@" "$f"
    done
  fi
  lines sysfs "$@"
  tuned_files lines tuned
  set --
  for f in "$r"/etc/systemd/system/*.wants/*.service "$r"/usr/lib/systemd/system/*.wants/*.service; do
    ! readable "$f" || set -- "$@" "$f"
  done
  [ $# = 0 ] || {
    l=$(grep -lF -e "$want" -- "$@" 2>/dev/null)
    set --
    l=$l$NL
    while [ -n "${l%"$NL"}" ]; do
      set -- "$@" "${l%%"$NL"*}"
      l=${l#*"$NL"}
    done
  }
  lines unit "$@"
  # It says so if it runs before others, which is early enough for a service that needs the value.
  [ $# = 0 ] || grep -lE -e '^(Before=|DefaultDependencies=(no|false|off|0))' -- "$@" 2>/dev/null |
    while IFS= read -r l; do printf 'early %s\n' "${l#"$r"}"; done
  set --
  for f in "$r"/etc/rc.local "$r"/etc/rc.d/rc.local "$r"/etc/init.d/boot.local "$r"/etc/local.d/*.start; do
    # One that is a link to another has been read as that.
    [ ! -x "$f" ] || [ -h "$f" ] || ! readable "$f" || set -- "$@" "$f"
  done
  lines script "$@"
}
[ -z "$paths" ] || below_sys
echo 'done'

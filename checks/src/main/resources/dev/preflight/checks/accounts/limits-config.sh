# What pam_limits sets of the limits that the arguments name (nofile, nproc): its lines; which logins come to it; and the most
# open files that the kernel allows.
r=${PROBE_ROOT-}
w=" $* "
# denied FILE: whether it is there and cannot be read; says so.
denied() {
  [ -e "$r$1" ] && [ ! -r "$r$1" ] && printf '%s\n' "unreadable $1"
}
# conf FILE: its lines of these limits, and those that take every limit from a user: the number, then what stands there.
conf() {
  if denied "$1" || [ ! -f "$r$1" ]; then return; fi
  printf '%s\n' "conf $1"
  n=0
  while read -r d t i v _ || [ -n "$d" ]; do
    n=$((n + 1))
    case $d in '' | '#'*) continue ;; esac
    case $w in
    *" ${i:-?} "*) printf ' %s %s\n' "$n" "$d $t $i $v" ;;
    *) [ "$t $i" != '- ' ] || printf ' %s %s\n' "$n" "$d -" ;;
    esac
  done <"$r$1"
}
if [ -e "$r/etc/security/limits.conf" ]; then conf /etc/security/limits.conf; else conf /usr/etc/security/limits.conf; fi
denied /etc/security/limits.d
for f in "$r"/etc/security/limits.d/*.conf "$r"/usr/etc/security/limits.d/*.conf; do
  case ${f#"$r"} in
  *'
'*) continue ;;
  /usr/*) [ ! -e "$r/etc/security/limits.d/${f##*/}" ] || continue ;;
  esac
  conf "${f#"$r"}"
done
# stack SERVICE: where its sessions come to pam_limits, by what it includes; "-" if they do not, and nothing if it has no file.
stack() {
  todo=$1 seen=' ' file='' found='' i=0
  while [ -n "$todo" ] && [ "$i" -lt 20 ]; do
    i=$((i + 1))
    s=${todo%% *}
    todo=${todo#"$s"} todo=${todo# }
    case $seen in *" $s "*) continue ;; esac
    seen="$seen$s "
    for d in /etc/pam.d /usr/lib/pam.d /usr/etc/pam.d; do
      [ -f "$r$d/$s" ] || continue
      [ -r "$r$d/$s" ] || { denied "$d/$s" && return; }
      file=${file:-$d/$s}
      n=0
      while read -r t l || [ -n "$t" ]; do
        n=$((n + 1)) x=
        [ ${#l} -le 512 ] || continue
        case $t in
        @include) x=$l ;;
        session | -session)
          case $l in
          *pam_limits.so*) found=${found:-$d/$s:$n} ;;
          include[[:space:]]* | substack[[:space:]]*) x=${l##*[[:space:]]} ;;
          esac
          ;;
        esac
        case $x in '' | *[!A-Za-z0-9._-]*) ;; *) todo="${todo:+$todo }$x" ;; esac
      done <"$r$d/$s"
      break
    done
  done
  [ -z "$file" ] || printf '%s\n' "stack $1 $file ${found:--}"
}
for s in sshd sudo sudo-i su su-l; do stack "$s"; done
# The first value counts, and what is included stands at the top.
for f in "$r"/etc/ssh/sshd_config.d/*.conf "$r/etc/ssh/sshd_config" "$r/usr/etc/ssh/sshd_config"; do
  case $f in *'
'*) continue ;; esac
  if denied "${f#"$r"}" || [ ! -f "$f" ]; then continue; fi
  l=$(grep -niE '^[[:space:]]*usepam[[:space:]=]' "$f" | head -n 1)
  l=${l%"${l##*[![:space:]]}"}
  [ -z "$l" ] || printf '%s\n' "usepam ${f#"$r"}:${l%%:*} ${l##*[!A-Za-z]}"
  [ "${f##*/}" != sshd_config ] || echo sshd
done
v=$(cat "$r/proc/sys/fs/nr_open" 2>/dev/null)
printf '%s\n' "nr_open $v"
echo 'done'

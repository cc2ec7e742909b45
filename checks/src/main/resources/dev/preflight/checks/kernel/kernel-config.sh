# The options that the arguments name, without CONFIG_, as the running kernel was built: the first list of them that can be
# read, and its lines of these.
r=${PROBE_ROOT-}
v=
read -r v <"$r/proc/sys/kernel/osrelease"
case $v in '' | *[!A-Za-z0-9._+~-]*) v=unknown ;; esac
w="$*"
# shellcheck disable=SC2016 # a program of awk
options='BEGIN {
    n = split(ENVIRON["w"], a, " "); for (i = 1; i <= n; i++) want["CONFIG_" a[i]] = 1
  }
  NR == 1 { print "config " ENVIRON["file"] }
  /^CONFIG_/ { k = $0; sub(/=.*/, "", k); if (k in want) print " " $0 }
  /^# CONFIG_/ { if ($2 in want) print " " $2 "=n" }
  # Nothing at all is no list.
  END { if (NR == 0) exit 1; print "" }'
for f in /proc/config.gz "/boot/config-$v" "/lib/modules/$v/config" "/usr/lib/modules/$v/config"; do
  [ -f "$r$f" ] || continue
  if [ ! -r "$r$f" ]; then
    printf '%s\n' "denied $f"
    continue
  fi
  case $f in
  *.gz) gzip -dc <"$r$f" 2>/dev/null | file=$f w=$w awk "$options" ;;
  *) file=$f w=$w awk "$options" "$r$f" ;;
  esac && break
done
echo 'done'

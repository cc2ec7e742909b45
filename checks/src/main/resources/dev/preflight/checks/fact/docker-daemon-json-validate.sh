# What dockerd itself says of its configuration file, from 23.0 on; it only parses and ends.
r=${PROBE_ROOT-}
f='' exe='' uid=''
set --
for p in "$r"/proc/[0-9]*; do
    n=''
    read -r n 2>/dev/null <"$p/comm" || continue
    case $n in dockerd | dockerd-current) ;; *) continue ;; esac
    uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "$p/status" 2>/dev/null)
    case $uid in 0 | "$(id -u)") ;; *) continue ;; esac
    set -f
    IFS='
'
    # shellcheck disable=SC2046 # one argument a line
    set -- $(tr '\0' '\n' <"$p/cmdline" | sed 1d)
    unset IFS
    set +f
    f=$(tr '\0' '\n' <"$p/cmdline" | sed -n -e '/^--config-file$/{n;p;}' -e 's/^--config-file=//p' | tail -n 1)
    if [ "$uid" = 0 ]; then break; fi
done
for b in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin "${HOME-}/bin" /snap/docker/current/bin; do
    if [ -z "$exe" ] && [ -f "$r$b/dockerd" ] && [ -x "$r$b/dockerd" ]; then exe=$r$b/dockerd; fi
done
[ -n "$exe" ] || { echo 'none no-dockerd' && exit 0; }
v=$("$exe" --version 2>/dev/null | sed -n 's/.*version v\{0,1\}\([0-9][0-9]*\)\..*/\1/p' | head -n 1)
[ "${v:-0}" -ge 23 ] || { echo 'none before-23' && exit 0; }
if [ -z "$f" ]; then
    f=/etc/docker/daemon.json
    [ ! -d "$r/var/snap/docker/current/config" ] || f=/var/snap/docker/current/config/daemon.json
    case $uid in 0 | '') ;; "$(id -u)") f=${HOME-}/.config/docker/daemon.json ;; esac
    set -- "--config-file=$r$f" "$@"
fi
{ [ -f "$r$f" ] && [ -r "$r$f" ]; } || { echo 'none no-file' && exit 0; }
printf 'checked %s\n' "$f"
m=$("$exe" --validate "$@" 2>&1 </dev/null)
rc=$?
printf '%s\n' "$m" | head -c 4096 | sed -e 's#://[^/@[:space:]]*@#://***@#g' -e 's/^/ /'
echo "rc=$rc"

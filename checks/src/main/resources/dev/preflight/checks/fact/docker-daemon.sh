# How dockerd is installed and started. Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
show() { sed -e 's#://[^/@[:space:]]*@#://***@#g' -e 's/^/ /' && echo; }
pid='' exe=''
for p in "$r"/proc/[0-9]*; do
    n=''
    read -r n 2>/dev/null <"$p/comm" || continue
    case $n in dockerd | dockerd-current) ;; *) continue ;; esac
    uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "$p/status" 2>/dev/null)
    # A daemon of root is the host's; one of our own is rootless; those of others do not concern us.
    case $uid in 0) pid=$p && break ;; "$(id -u)") pid=$p ;; esac
done
for b in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin "${HOME-}/bin" /snap/docker/current/bin; do
    for n in dockerd dockerd-current; do
        [ -z "$exe" ] && [ -f "$r$b/$n" ] && [ -x "$r$b/$n" ] && exe=$b/$n
    done
done
if [ -n "$pid" ]; then
    echo "running ${pid##*/}"
    tr '\0' ' ' <"$pid/cmdline" | show
    a=$(tr '\0' '\n' <"$pid/cmdline" | sed -n 1p)
    case $a in /*) [ -z "$exe" ] && [ -x "$r$a" ] && exe=$a ;; esac
fi
[ -n "$exe" ] && echo "binary $exe" && echo version && "$r$exe" --version 2>&1 | head -c 1024 | show
for b in /etc /run /usr/local/lib /usr/lib /lib; do
    for f in "$r$b/systemd/system/docker.service" "$r$b/systemd/system/docker.service.d"/*.conf; do
        [ -f "$f" ] || continue
        [ -r "$f" ] || { echo "unreadable ${f#"$r"}" && continue; }
        echo "unit ${f#"$r"}" && head -c 16384 "$f" | show
    done
done
for f in sysconfig/docker sysconfig/docker-storage sysconfig/docker-network default/docker conf.d/docker; do
    [ -f "$r/etc/$f" ] || continue
    [ -r "$r/etc/$f" ] || { echo "unreadable /etc/$f" && continue; }
    echo "options /etc/$f" && head -c 16384 "$r/etc/$f" | show
done
exit 0

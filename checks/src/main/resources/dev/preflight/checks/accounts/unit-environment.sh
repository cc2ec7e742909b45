# What systemd gives the services named: their umask, and the PATH of their commands. Of an environment only PATH leaves
# the host: the rest may hold passwords. Headings begin a line; what was read stands under them behind a space.
if [ -z "${PROBE_ROOT-}" ]; then c=$(command -v systemctl); else c=$PROBE_ROOT/usr/bin/systemctl; fi
[ -x "$c" ] || { echo no-systemctl && exit 0; }
echo manager
"$c" show-environment 2>/dev/null | sed -n 's/^PATH=/ &/p'
for u in "$@"; do
  printf '%s\n' "unit $u"
  "$c" show -p LoadState -p UMask -p User -p Environment -- "$u" 2>&1 | sed -n -e 's/^LoadState=/ &/p' \
    -e 's/^UMask=/ &/p' -e 's/^User=/ &/p' -e 's/^Failed/ &/p' -e 's/^System has not been booted/ &/p' \
    -e 's/^Environment=\(.*[" ]\)*PATH=\([^" ]*\).*/ PATH=\2/p'
done
exit 0

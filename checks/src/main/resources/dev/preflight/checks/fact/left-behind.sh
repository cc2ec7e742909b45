# A process as installers leave one behind: detached, without a terminal, in a session of its own where setsid is there.
# It ends by itself. What it is called is what a later look finds it by.
setsid=''
for d in /usr/bin /bin; do
  if [ -x "$d/setsid" ]; then setsid=$d/setsid && break; fi
done
trap '' HUP
$setsid /bin/sh -c 'PATH=/usr/bin:/bin; sleep 30; :' preflight-left-behind </dev/null >/dev/null 2>&1 &
s=''
{ while read -r l || [ -n "$l" ]; do s="$s$l "; done <"/proc/$!/stat"; } 2>/dev/null
case $s in *')'*) ;; *) exit 1 ;; esac
left=$!
# shellcheck disable=SC2086 # the fields behind the name, into words
set -- ${s##*)}
echo "left $left ${20}"

# A process as installers leave one behind: detached, without a terminal, in a session of its own where setsid is there.
# It ends by itself. What it is called is what a later look finds it by.
PATH=/usr/bin:/bin
setsid=''
for d in /usr/bin /bin; do
  if [ -x "$d/setsid" ]; then setsid=$d/setsid && break; fi
done
trap '' HUP
$setsid /bin/sh -c 'sleep 30; :' preflight-left-behind </dev/null >/dev/null 2>&1 &
left=$!
# On a busy host it is some moments until it is what it is to be.
i=0
while [ "$i" -lt 8 ]; do
  case $(tr '\0' ' ' 2>/dev/null <"/proc/$left/cmdline") in *' preflight-left-behind ') break ;; esac
  i=$((i + 1))
  sleep 0.1 2>/dev/null || sleep 1
done
s=''
{ while read -r l || [ -n "$l" ]; do s="$s$l "; done <"/proc/$left/stat"; } 2>/dev/null
case $s in *')'*) ;; *) exit 1 ;; esac
# shellcheck disable=SC2086 # the fields behind the name, into words
set -- ${s##*)}
printf '%s\n' "left $left ${20}"

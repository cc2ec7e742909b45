# What the kernel swaps to: /proc/swaps as it is, a heading and a line for each device or file in use. A kernel that was
# built without swap has no such file; /proc/uptime shows that /proc is there at all.
r=${PROBE_ROOT-}
if [ -r "$r/proc/swaps" ]; then
  echo swaps
  while IFS= read -r l; do printf ' %s\n' "$l"; done <"$r/proc/swaps"
elif [ ! -e "$r/proc/swaps" ] && [ -e "$r/proc/uptime" ]; then
  echo unsupported
else
  echo unreadable
fi
echo 'done'

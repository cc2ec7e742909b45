# Whose process this is, and the limits that the way in has given it; /proc has them in every shell, ulimit does not.
r=${PROBE_ROOT-}
printf '%s\n' "user $(id -un)"
printf '%s\n' "groups $(id -Gn)"
echo limits
while IFS= read -r l; do
  case $l in 'Max '*) printf ' %s\n' "$l" ;; esac
done 2>/dev/null <"$r/proc/self/limits"
echo 'done'

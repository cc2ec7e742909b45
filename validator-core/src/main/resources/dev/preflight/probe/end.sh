# shellcheck shell=sh disable=SC2154 # the names come from guard.sh and lane.sh, in one script
pf_boot
printf '\n@@%s Z %s\n' "$N" "$PF_BOOT"
printf '\n@@%s Z\n' "$N" >&2
kill -ALRM "$PF_A" 2>/dev/null

# shellcheck shell=bash
# Faults of the kernel and of its log.

# the kernel logs TEXT now [NETDEV WATCHDOG: eth1 (veth): transmit queue 0 timed out]
fault_kmsg() {
  keep "$1" /var/lib/lab-kmsg
  printf '<4>[%s] %s\n' "$(awk '{ printf "%12.6f", $1 }' /proc/uptime)" \
    "${2:-NETDEV WATCHDOG: eth1 (veth): transmit queue 0 timed out}" >>"$(root_of "$1")/var/lib/lab-kmsg"
}

# a newer kernel is installed than the one that runs
fault_reboot_pending() {
  local running newer root
  running=$(uname -r)
  newer=$(sed -E 's/^([0-9]+)\.([0-9]+)/\1.9\2/' <<<"$running")
  root=$(root_of "$1")
  [ -e "$root/lib/modules" ] || undo "rmdir \$(root_of $1)/lib/modules 2>/dev/null || true"
  undo "rm -rf \$(root_of $1)/lib/modules/$running \$(root_of $1)/lib/modules/$newer"
  mkdir -p "$root/lib/modules/$running/kernel" "$root/lib/modules/$newer/kernel"
  : >"$root/lib/modules/$running/modules.builtin"
}

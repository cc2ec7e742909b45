# shellcheck shell=sh
# has_nftables: whether the kernel may have rules of nftables: the module is loaded or built in, or neither can be told.
# Without the module there can be no rule, and what looks for one (nft, iptables-nft) would load it.
has_nftables() {
  while read -r E _; do
    [ "$E" != nf_tables ] || return 0
  done 2>/dev/null <"${PROBE_ROOT-}/proc/modules" || return 0
  B=''
  { read -r B </proc/sys/kernel/osrelease; } 2>/dev/null || B=$(uname -r)
  B=${PROBE_ROOT-}/lib/modules/$B/modules.builtin
  [ ! -f "$B" ] || grep -q /nf_tables.ko "$B"
}

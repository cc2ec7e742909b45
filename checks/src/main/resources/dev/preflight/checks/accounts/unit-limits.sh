# The limits that systemd gives the services named, and those of services that say nothing: an answer for each, in order.
show() {
  { "$T" show -p LoadState -p LimitNOFILE -p LimitNOFILESoft -p LimitNPROC -p LimitNPROCSoft -p LimitMEMLOCK -p LimitMEMLOCKSoft \
    -p LimitSTACK -p LimitSTACKSoft -p LimitCORE -p LimitCORESoft -p LimitAS -p LimitASSoft -p LimitFSIZE -p LimitFSIZESoft \
    -p DefaultLimitNOFILE -p DefaultLimitNOFILESoft -p DefaultLimitNPROC -p DefaultLimitNPROCSoft \
    -p DefaultLimitMEMLOCK -p DefaultLimitMEMLOCKSoft -p DefaultLimitSTACK -p DefaultLimitSTACKSoft \
    -p DefaultLimitCORE -p DefaultLimitCORESoft -p DefaultLimitAS -p DefaultLimitASSoft -p DefaultLimitFSIZE \
    -p DefaultLimitFSIZESoft "$@" 2>&1 || echo failed; } |
    while IFS= read -r l; do
      case $l in LoadState=* | Limit* | DefaultLimit* | Failed* | failed | System*) printf ' %s\n' "$l" ;; esac
    done
}
if find_tool systemctl; then
  echo manager
  show
  for u; do
    printf '%s\n' "unit $u"
    show -- "$u"
  done
else
  echo no-systemctl
fi
echo 'done'

# Lines of sudoers that name a umask: file, line and text. Only root may read them, such as what sudo runs.
r=${PROBE_ROOT-}
set -- /dev/null
[ -f "$r/etc/sudoers" ] && keep "$r/etc/sudoers"
for f in "$r"/etc/sudoers.d/*; do
  # sudo leaves out names with a dot or a tilde at their end (sudoers(5), @includedir).
  case ${f##*/} in *.* | *~) continue ;; esac
  [ -f "$f" ] || continue
  case $f in *"$NL"*) set -- "$@" "$f" ;; *) keep "$f" ;; esac
done
IFS=$NL
set -f
# shellcheck disable=SC2086 # a line each
set -- "$@" $KEPT$PART
unset IFS
set +f
LC_ALL=C grep -nE '^[^#]*umask' "$@" 2>/dev/null | while IFS= read -r l; do printf '%s\n' "${l#"$r"}"; done
:

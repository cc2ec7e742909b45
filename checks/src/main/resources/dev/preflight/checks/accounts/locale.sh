# The locale that programs get here: the variables that name it, the character set that follows from them, and the
# locales that this host has. The files that set it for logins, by line. Headings begin a line; what was read has a space
# before it.
R=${PROBE_ROOT-}
# Only what is exported counts, and a shell does not tell that of its variables.
command awk 'BEGIN {
  for (i = 1; i < ARGC; i++) {
    v = substr(ENVIRON[ARGV[i]], 1, 200)
    sub(/\n.*/, "", v)
    if (v != "") { print "variable " ARGV[i] " " v }
  }
}' LC_ALL LC_CTYPE LANG LC_COLLATE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME \
  LC_ADDRESS LC_IDENTIFICATION LC_MEASUREMENT LC_NAME LC_PAPER LC_TELEPHONE
if find_tool locale; then
  printf 'charmap %s\n' "$("$T" charmap 2>/dev/null)"
  echo available
  "$T" -a 2>/dev/null | while IFS= read -r L; do printf ' %s\n' "$L"; done
else
  for F in "$R"/lib/ld-musl-*; do
    [ ! -e "$F" ] || { echo musl && break; }
  done
fi
for F in etc/locale.conf etc/default/locale etc/environment etc/sysconfig/i18n etc/sysconfig/language; do
  [ -f "$R/$F" ] || continue
  I=0
  command head -c 65536 "$R/$F" 2>/dev/null | while IFS= read -r L; do
    I=$((I + 1))
    case $L in LANG=* | LC_[A-Z]*=* | RC_LANG=* | RC_LC_[A-Z]*=*) printf 'file /%s:%s\n %.200s\n' "$F" "$I" "$L" ;; esac
  done
done
[ ! -d "$R/run/systemd/system" ] || ! find_tool localectl || echo localectl
echo 'done'

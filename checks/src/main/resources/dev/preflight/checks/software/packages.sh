# Which of the packages named are installed, in which version and state, by the database that is in use. The package of
# the tool itself is asked for first: a database that is locked, damaged or empty does not have it, while "rpm -q" says
# of any other package just that it is not installed. Headings begin a line; what was read has a space before it.
R=${PROBE_ROOT-}
NEWLINE='
'
M=none O='' S=0
if [ -s "$R/var/lib/dpkg/status" ] && find_tool dpkg-query; then
  M=dpkg
  # shellcheck disable=SC2016 # fields of dpkg-query
  O=$("$T" -W -f='@ ${Package}/${db:Status-Abbrev}/${Version}\n' -- dpkg "$@" 2>&1) || S=$?
elif { [ -s "$R/lib/apk/db/installed" ] || [ -s "$R/usr/lib/apk/db/installed" ]; } && find_tool apk; then
  M=apk
  O=$("$T" list -I 2>&1) || S=$?
elif find_tool rpm; then
  M=rpm
  O=$("$T" -q --qf '@ %{NAME}/ii/%|EPOCH?{%{EPOCH}}:{0}|:%{VERSION}-%{RELEASE}\n' -- rpm "$@" 2>&1) || S=$?
fi
printf 'manager %s\nstatus %s\npackages\n' "$M" "$S"
O=$O$NEWLINE
while [ -n "$O" ]; do
  L=${O%%"$NEWLINE"*}
  O=${O#*"$NEWLINE"}
  case $M:$L in
  *:) ;;
  'dpkg:dpkg-query: no packages found matching '* | 'rpm:package '*' is not installed') ;;
  *:'@ '*) printf ' %s\n' "${L#@ }" ;;
  apk:*' [installed'*)
    L=${L%% *}
    V=${L%-*-*}
    case $V in *[!A-Za-z0-9_.+-]*) continue ;; esac
    for N in apk-tools "$@"; do
      [ "$N" != "$V" ] || { printf ' %s/ii/%s\n' "$V" "${L#"$V"-}" && break; }
    done
    ;;
  *) printf 'error\n %s\n' "$L" && echo packages ;;
  esac
done
echo 'done'

# What cron gives its jobs: its daemon's umask, what PAM makes of it, and the lines of its tables that set PATH or umask.
# Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  cron | crond)
    here "${p##*/}" || continue
    [ "$OWNER" = 0 ] || continue
    printf '%s\n' "daemon $n $(sed -n 's/^Umask:[[:space:]]*//p' "$p/status" 2>/dev/null)"
    break
    ;;
  esac
done
# Root sees all processes of this machine; in another tree (a test) that cannot be assumed.
{ [ -z "$r" ] && [ "$(id -u)" = 0 ]; } || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
# Of the daemon's own stack and of those that it takes in: Debian writes @include, others "session include".
pam_stack() {
  [ -f "$1" ] || return
  [ -r "$1" ] || { printf '%s\n' "unreadable ${1#"$r"}" && return; }
  grep -E '^[^#]*pam_umask' "$1" | head -n 5 | sed 's#^#pam #'
}
for f in "$r/etc/pam.d/cron" "$r/etc/pam.d/crond"; do
  pam_stack "$f"
  { [ -f "$f" ] && [ -r "$f" ]; } || continue
  sed -n -e 's/^@include[[:space:]]\{1,\}//p' -e 's/^-\{0,1\}session[[:space:]]\{1,\}include[[:space:]]\{1,\}//p' \
    -e 's/^-\{0,1\}session[[:space:]]\{1,\}substack[[:space:]]\{1,\}//p' "$f" | while read -r n _; do
    pam_stack "$r/etc/pam.d/$n"
  done
done
[ ! -f "$r/etc/login.defs" ] || sed -n 's/^[[:space:]]*UMASK[[:space:]]*\([0-7]*\).*/login-defs \1/p' "$r/etc/login.defs" 2>/dev/null | head -n 1
for f in "$r/etc/crontab" "$r"/etc/cron.d/* "$r/etc/default/cron" "$r/etc/sysconfig/crond"; do
  [ -f "$f" ] || continue
  # Cron takes no such name for a table (cron(8), cronie's and Debian's).
  case $f in *"$NL"*) continue ;; esac
  [ -r "$f" ] || { printf '%s\n' "unreadable ${f#"$r"}" && continue; }
  printf '%s\n' "table ${f#"$r"}"
  # Of a command that sets a umask nothing travels but that.
  grep -aE '^[[:space:]]*PATH[[:space:]]*=|^[^#]*umask[[:space:]]+[0-7]' "$f" | head -n 50 | sed -e 's/^/ /' \
    -e '/^[[:space:]]*PATH[[:space:]]*=/!s/^\(.*[^A-Za-z0-9_]\)\{0,1\}umask[[:space:]]\{1,\}\([0-7]\{1,\}\).*/ umask \2/'
done
exit 0

# What cron gives its jobs: its daemon's umask, what PAM makes of it, and the lines of its tables that set PATH or umask.
# Headings begin a line; what was read stands under them behind a space.
r=${PROBE_ROOT-}
for p in "$r"/proc/[0-9]*; do
  n=''
  read -r n 2>/dev/null <"$p/comm" || continue
  case $n in
  cron | crond)
    echo "daemon $n $(sed -n 's/^Umask:[[:space:]]*//p' "$p/status" 2>/dev/null)"
    break
    ;;
  esac
done
# Root sees all of this machine's; of another tree the processes are not told by who looks.
{ [ -z "$r" ] && [ "$(id -u)" = 0 ]; } || ! grep -qE '^[^ ]* /proc proc [^ ]*hidepid=([124]|invisible|noaccess|ptraceable)' "$r/proc/self/mounts" 2>/dev/null || echo hidden-proc
# Of the daemon's own stack and of those that it takes in: Debian writes @include, others "session include".
pam_stack() {
  [ -f "$1" ] || return
  [ -r "$1" ] || { echo "unreadable ${1#"$r"}" && return; }
  grep -E '^[^#]*pam_umask' "$1" | head -n 5 | sed 's#^#pam #'
}
for f in "$r/etc/pam.d/cron" "$r/etc/pam.d/crond"; do
  pam_stack "$f"
  [ -r "$f" ] || continue
  sed -n -e 's/^@include[[:space:]]\{1,\}//p' -e 's/^-\{0,1\}session[[:space:]]\{1,\}include[[:space:]]\{1,\}//p' \
    -e 's/^-\{0,1\}session[[:space:]]\{1,\}substack[[:space:]]\{1,\}//p' "$f" | while read -r n _; do
    pam_stack "$r/etc/pam.d/$n"
  done
done
sed -n 's/^[[:space:]]*UMASK[[:space:]]*\([0-7]*\).*/login-defs \1/p' "$r/etc/login.defs" 2>/dev/null | head -n 1
for f in "$r/etc/crontab" "$r"/etc/cron.d/* "$r/etc/default/cron" "$r/etc/sysconfig/crond"; do
  [ -f "$f" ] || continue
  [ -r "$f" ] || { echo "unreadable ${f#"$r"}" && continue; }
  echo "table ${f#"$r"}"
  grep -E '^[[:space:]]*PATH[[:space:]]*=|^[^#]*umask[[:space:]]+[0-7]' "$f" | head -n 50 | sed 's/^/ /'
done
exit 0

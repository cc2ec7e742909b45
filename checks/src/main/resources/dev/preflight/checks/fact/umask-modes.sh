# With which modes files and directories come out here: made and removed again in the home directory and in each
# directory given. The modes decide; a default ACL or a mount option beats the umask.
umask
one() {
  printf 'dir %s\n' "$1"
  if [ ! -d "$1" ]; then
    echo absent
    return
  fi
  if ! t=$(command mktemp -d "$1/.preflight.XXXXXX" 2>/dev/null); then
    # Asked again in a way that says why; what it makes against expectation is removed at once.
    LC_ALL=C command mkdir "$1/.preflight.$$" 2>&1 && command rmdir "$1/.preflight.$$"
    echo unmeasured
    return
  fi
  if : >"$t/f" && command mkdir "$t/d"; then
    command stat -c %a "$t/f" "$t/d"
    # The mark behind the mode says whether an access control list is at work.
    (cd "$t" && LC_ALL=C command ls -ldn f d)
  fi
  command rm -rf "$t"
}
for d in "${HOME:-/}" "$@"; do
  one "$d"
done
echo names
command id -gn
command id -un

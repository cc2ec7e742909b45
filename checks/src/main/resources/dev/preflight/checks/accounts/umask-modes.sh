# With which modes files and directories come out here: made and removed again in the home directory and in each
# directory given. The modes decide; a default ACL or a mount option beats the umask.
umask
one() {
  printf 'dir %s\n' "$1"
  if [ ! -d "$1" ]; then
    echo absent
    return
  fi
  # Not every host has mktemp; mkdir makes what is not there yet, or says why it cannot.
  if ! t=$(command mktemp -d "$1/.preflight.XXXXXX" 2>/dev/null); then
    t=$1/.preflight.$$
    if ! LC_ALL=C command mkdir -m 700 "$t" 2>&1; then
      echo unmeasured
      return
    fi
  fi
  # ls lists by name, so the directory's is behind the file's. The mark after the mode shows whether there is an access
  # control list.
  if : >"$t/f" && command mkdir "$t/g"; then
    (cd "$t" && LC_ALL=C command ls -ldn f g)
  fi
  command rm -rf "$t"
}
for d in "${HOME:-/}" "$@"; do
  one "$d"
done
echo names
command id -gn
command id -un

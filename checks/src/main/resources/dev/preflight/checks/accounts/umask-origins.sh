# Where the umask of a login may come from: file, line and text of everything that sets it.
find_umask() {
  for f in "$@"; do
    shift
    if [ -f "$f" ] && [ -r "$f" ]; then set -- "$@" "$f"; fi
  done
  grep -nE -e "$p" -- /dev/null "$@"
}
r=${PROBE_ROOT-}
p='^[^#]*umask'
find_umask "$r/etc/profile" "$r"/etc/profile.d/*.sh "$r/etc/bashrc" "$r/etc/bash.bashrc" "$r"/etc/csh.* "$r"/etc/zsh* \
  "$r"/etc/zsh/zshenv "$r"/etc/zsh/zprofile \
  "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile" "$HOME/.cshrc" \
  "$HOME/.tcshrc" "$HOME/.login" "$HOME/.zshenv" "$r/etc/fish/config.fish" "$HOME/.config/fish/config.fish"
find_umask "$r"/etc/pam.d/*
p='^[[:space:]]*(UMASK|USERGROUPS_ENAB)'
find_umask "$r/etc/login.defs"
p='^[[:space:]]*Subsystem[[:space:]].*-u'
find_umask "$r/etc/ssh/sshd_config" "$r"/etc/ssh/sshd_config.d/*.conf
p='^[^#]*umask(_override)?'
find_umask "$r/etc/sudoers" "$r"/etc/sudoers.d/*
p='^[[:space:]]*UMask[[:space:]]*='
find_umask "$r"/etc/systemd/system/ssh*.service.d/*.conf "$r"/etc/systemd/system/ssh*.service
# FILE:LINE:USER:..., of which the user is ours.
p='^[^:]*:.*umask='
u=$(id -un)
find_umask "$r/etc/passwd" | while IFS= read -r l; do
  n=${l#"$r/etc/passwd:"}
  case ${n#*:} in "$u:"*) printf '%s\n' "$l" ;; esac
done
:

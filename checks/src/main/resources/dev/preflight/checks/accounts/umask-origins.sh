# Where the umask of a login may come from: file, line and text of everything that sets it.
r=${PROBE_ROOT-}
# How it is set, by the words that stand below, and in which files. One process reads those that are there.
set -- \
  shell "$r/etc/profile" "$r"/etc/profile.d/*.sh "$r/etc/bashrc" "$r/etc/bash.bashrc" "$r"/etc/csh.* "$r"/etc/zsh* \
  "$r"/etc/zsh/zshenv "$r"/etc/zsh/zprofile \
  "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile" "$HOME/.cshrc" \
  "$HOME/.tcshrc" "$HOME/.login" "$HOME/.zshenv" "$r/etc/fish/config.fish" "$HOME/.config/fish/config.fish" \
  "$r"/etc/pam.d/* \
  login "$r/etc/login.defs" \
  sftp "$r/etc/ssh/sshd_config" "$r"/etc/ssh/sshd_config.d/*.conf \
  shell "$r/etc/sudoers" "$r"/etc/sudoers.d/* \
  unit "$r"/etc/systemd/system/ssh*.service.d/*.conf "$r"/etc/systemd/system/ssh*.service \
  user "$r/etc/passwd"
for f; do
  case $f in
  shell | login | sftp | unit | user) keep "$f" ;;
  *"$NL"*) ;;
  *) if [ -f "$f" ] && [ -r "$f" ]; then keep "$f"; fi ;;
  esac
done
IFS=$NL
set -f
# shellcheck disable=SC2086 # a line each
set -- $KEPT$PART
unset IFS
set +f
found=$(awk 'BEGIN {
  form["shell"] = "^[^#]*[u]mask"
  form["login"] = "^[ \t]*(UMASK|USERGROUPS_ENAB)"
  form["sftp"] = "^[ \t]*Subsystem[ \t].*-u"
  form["unit"] = "^[ \t]*UMask[ \t]*="
  form["user"] = "^[^:]*:.*[u]mask="
  for (i = 1; i < ARGC; i++) {
    file = ARGV[i]
    if (file in form) { want = form[file]; continue }
    at = 0
    while ((getline line < file) > 0) {
      at++
      if (line ~ want) print file ":" at ":" substr(line, 1, 4096)
    }
    close(file)
  }
}' "$@")
u=''
while [ -n "$found" ]; do
  l=${found%%"$NL"*}
  case $found in *"$NL"*) found=${found#*"$NL"} ;; *) found='' ;; esac
  case $l in
  # FILE:LINE:USER:..., of which the user is ours.
  "$r/etc/passwd:"*)
    [ -n "$u" ] || u=$(id -un)
    n=${l#"$r/etc/passwd:"}
    case ${n#*:} in "$u:"*) ;; *) continue ;; esac
    ;;
  esac
  printf '%s\n' "$l"
done

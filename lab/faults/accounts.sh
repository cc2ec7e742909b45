# shellcheck shell=bash
# Faults of accounts and shells.

# umask 0027 [pam|profile|bashrc|USER]: for every session, for login shells, or by the start-up file of root or of a user
fault_umask() {
  case ${2:-pam} in
    pam)
      # shellcheck disable=SC2016 # '$' is sed's last line
      edit "$1" /etc/pam.d/common-session '/pam_umask/d;$a session optional pam_umask.so umask=0027'
      ;;
    profile) echo 'umask 0027' | put "$1" /etc/profile.d/zz-umask.sh ;;
    root) echo 'umask 0027' | put "$1" /root/.bashrc ;;
    *) edit "$1" "/home/$2/.bashrc" '1i umask 0027' ;;
  esac
}

# PATH without the sbin directories for commands over SSH, not for login shells, whose profile sets another
fault_path() {
  echo 'PATH=/usr/local/bin:/usr/bin:/bin' | put "$1" /etc/environment
}

# jq that only root and its group may run
fault_jq() {
  undo "chmod 0755 \$(root_of $1)/usr/bin/jq"
  chmod 0750 "$(root_of "$1")/usr/bin/jq"
}

# no jq at all
fault_no_jq() {
  undo "mv \$(root_of $1)/usr/bin/jq.away \$(root_of $1)/usr/bin/jq"
  mv "$(root_of "$1")/usr/bin/jq" "$(root_of "$1")/usr/bin/jq.away"
}

# Kerberos's telnet in front of the usual one, as krb5-workstation of EL5 puts it
fault_kerberos_telnet() {
  undo "rm -rf \$(root_of $1)/usr/kerberos"
  install -D -m 755 /dev/stdin "$(root_of "$1")/usr/kerberos/bin/telnet" <<<'#!/bin/sh
echo "telnet: no ticket" >&2
exit 1'
  # shellcheck disable=SC2016 # for the shells in the host
  echo 'PATH=/usr/kerberos/bin:$PATH' | put "$1" /etc/profile.d/zz-krb5.sh
}

# a nc that hears nothing
fault_deaf_nc() {
  printf '#!/bin/sh\nsleep 1\n' | put "$1" /usr/local/bin/nc
  chmod 755 "$(root_of "$1")/usr/local/bin/nc"
}

# an alias of ping in the profile
fault_alias() {
  echo "alias ping='ping -c 4 -q'" | put "$1" /etc/profile.d/zz-alias.sh
}

# login shell of USER [SHELL]
fault_shell() {
  edit "$1" /etc/passwd "s|^\\($2:.*:\\)[^:]*\$|\\1$3|"
}

# a home directory of USER [ops] that does not exist; their keys lie elsewhere
fault_no_home() {
  local user=${2:-ops}
  edit "$1" /etc/passwd "s|:/home/$user:|:/nonexistent:|"
  fault_sshd "$1" "AuthorizedKeysFile /home/%u/.ssh/authorized_keys"
}

# a text in the .bashrc of USER
fault_bashrc() {
  keep "$1" "/home/$2/.bashrc"
  printf '%s\n' "$3" >"$(root_of "$1")/home/$2/.bashrc"
}

# start-up files, banner and message of the day that print
fault_noise() {
  undo "restart_sshd $1"
  fault_bashrc "$1" "${2:-ops}" 'echo "*** Welcome, authorised use only ***"; echo "last backup: NEVER" >&2; alias ls="ls --color=always"'
  echo 'Property of ACME.' | put "$1" /etc/issue.lab
  echo 'Banner /etc/issue.lab' | put "$1" /etc/ssh/sshd_config.d/banner.conf
  restart_sshd "$1"
}

# a language of the environment [de_DE.UTF-8]
fault_locale() {
  printf 'LANG=%s\nLC_ALL=%s\n' "${2:-de_DE.UTF-8}" "${2:-de_DE.UTF-8}" | put "$1" /etc/environment
}

# nobody but root may log in
fault_nologin() { echo 'System going down.' | put "$1" /etc/nologin; }

# sudo only with a terminal
fault_requiretty() {
  echo 'Defaults requiretty' | put "$1" /etc/sudoers.d/requiretty
  chmod 440 "$(root_of "$1")/etc/sudoers.d/requiretty"
}

# a line for sshd, such as: MaxSessions 1
fault_sshd() {
  undo "restart_sshd $1"
  printf '%s\n' "$2" | put "$1" /etc/ssh/sshd_config.d/00-fault.conf
  restart_sshd "$1"
}

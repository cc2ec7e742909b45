# What SELinux and AppArmor are now and what their files set, as text: the kernel's own files, /etc/selinux/config, the
# switches of the policy, the profiles of AppArmor (which only root may list), and whether its parser is there.
r=${PROBE_ROOT-}
# get FILE: V is its first line; false if it cannot be read.
get() {
  V=
  [ -f "$1" ] || return 1
  { IFS= read -r V <"$1"; } 2>/dev/null || [ -n "$V" ]
}
[ ! -d "$r/sys/kernel" ] || echo sysfs
s=$r/sys/fs/selinux
if [ -e "$s/enforce" ]; then
  if get "$s/enforce"; then printf '%s\n' "enforce $V"; else echo 'unreadable /sys/fs/selinux/enforce'; fi
  V=$({ head -c 256 "$r/proc/self/attr/current" | tr -d '\0\n'; } 2>/dev/null)
  printf '%s\n' "context $V"
  echo booleans
  for f in "$s"/booleans/*; do
    n=${f##*/}
    case $n in *[!A-Za-z0-9_-]*) continue ;; esac
    if get "$f"; then printf '%s\n' " $n $V"; fi
  done
fi
f=$r/etc/selinux/config
if [ -e "$f" ] && [ ! -r "$f" ]; then
  echo 'unreadable /etc/selinux/config'
elif [ -f "$f" ]; then
  # libselinux takes the first line that begins so.
  echo config
  n=0
  while IFS= read -r l || [ -n "$l" ]; do
    n=$((n + 1))
    case $l in
    SELINUX=*)
      printf '%s\n' " $n $l"
      break
      ;;
    esac
  done 2>/dev/null <"$f"
fi
[ ! -e "$r/.autorelabel" ] || echo autorelabel
if get "$r/sys/kernel/security/lsm"; then printf '%s\n' "lsm $V"; fi
if [ -e "$r/sys/module/apparmor/parameters/enabled" ]; then
  if get "$r/sys/module/apparmor/parameters/enabled"; then
    printf '%s\n' "apparmor $V"
  else
    echo 'unreadable /sys/module/apparmor/parameters/enabled'
  fi
fi
if find_tool apparmor_parser; then echo parser; fi
f=$r/sys/kernel/security/apparmor/profiles
if [ -e "$f" ]; then
  if o=$(head -c 131072 "$f" 2>/dev/null); then
    [ ${#o} -lt 131000 ] || echo 'cut /sys/kernel/security/apparmor/profiles'
    echo profiles
    printf '%s\n' "$o" | while IFS= read -r l; do printf ' %s\n' "$l"; done
  else
    echo 'unlisted /sys/kernel/security/apparmor/profiles'
  fi
fi
echo 'done'

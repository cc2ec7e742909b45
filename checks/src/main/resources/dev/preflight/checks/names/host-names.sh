# The host's name now and as it is set at boot, what /etc/hosts has for it, and what the host resolves it to.
r=${PROBE_ROOT-}
NL='
'
# few: prints the lines of /etc/hosts that have the name, without a process; false if there are many, or capital letters.
few() {
  n=0 o=''
  case $h in *[A-Z]*) return 1 ;; esac
  while IFS= read -r l || [ -n "$l" ]; do
    n=$((n + 1))
    [ "$n" -le 100 ] && [ ${#l} -le 1024 ] || return 1
    case $l in *[A-Z]*) return 1 ;; *"$h"*) ;; *) continue ;; esac
    set -f
    # shellcheck disable=SC2086 # into words
    set -- ${l%%#*}
    set +f
    a=${1-} b=${2-}
    while [ "$#" -gt 1 ]; do
      shift
      [ "$1" != "$h" ] || { o="$o $n $a $b$NL" && break; }
    done
  done <"$r/etc/hosts"
  printf '%s' "$o"
}
# names: all of it, of a host whose name is in h.
names() {
  printf 'hostname %s\n' "$h"
  if [ ! -f "$r/etc/hostname" ]; then
    echo no-boot
  elif [ -r "$r/etc/hostname" ]; then
    # The first line that is no comment: hostname(5).
    while read -r l || [ -n "$l" ]; do
      case $l in '' | '#'*) ;; *) printf '%s\n' "boot $l" && break ;; esac
    done <"$r/etc/hostname"
  else
    echo unreadable
  fi
  case $h in
  # What can be no name is not asked for: the tool might take it for an option.
  '' | -* | *[!A-Za-z0-9._-]*) echo not-asked ;;
  *)
    [ ! -f "$r/etc/hosts" ] || {
      echo hosts
      few || name=$h awk '{ sub(/#.*/, "")
        for (i = 2; i <= NF; i++) if (tolower($i) == tolower(ENVIRON["name"])) { print " " FNR, $1, $2; break }
      }' "$r/etc/hosts"
    }
    if find_tool getent; then
      echo resolved
      o=$("$T" ahosts "$h" 2>/dev/null)
      [ -z "$o" ] || indent "$o"
    else
      echo no-tool
    fi
    ;;
  esac
}
{
  IFS= read -r h || [ -n "$h" ]
  # A name of two lines is none: what is left of it has a character that is not allowed.
  while IFS= read -r l || [ -n "$l" ]; do [ -z "$l" ] || { h="$h?" && break; }; done
} <"$r/proc/sys/kernel/hostname" || h=$NL
# Without the name there is no end.
if [ "$h" != "$NL" ]; then
  names
  echo 'done'
else
  false
fi

# Addresses, the routes of all tables, and name servers. Without ip the kernel's own lists say the same, but for the IPv4
# routes of other tables than the main one: of these only that there are any.
r=${PROBE_ROOT-}
a=''
! find_tool ip || a=$("$T" -o addr show 2>/dev/null)
if [ -n "$a" ]; then
  echo 'by ip'
  # A device and where its other end is (eth0@if7) are one word; the address stands behind inet or inet6.
  printf '%s\n' "$a" | awk '$3 == "inet" || $3 == "inet6" { sub(/@.*/, "", $2); print "addr", $2, $4 }'
  for f in -4 -6; do
    # Without IPv6 in the kernel there is nothing to ask for.
    [ "$f" = -4 ] || [ -e "$r/proc/net/if_inet6" ] || continue
    if o=$("$T" "$f" -o route show table all 2>/dev/null); then
      # Not what the kernel adds by itself for each address, nor what only ends the search in one table (throw). A local
      # route of something else somebody has put in: that is answered here too.
      printf 'routes\n'
      printf '%s\n' "$o" | a=$a awk 'BEGIN {
          n = split(ENVIRON["a"], l, "\n")
          for (i = 1; i <= n; i++) { split(l[i], w, /[ \t]+/); sub(/\/.*/, "", w[4]); own[w[4]] = 1 }
        }
        $1 == "local" && ($2 in own || $2 == "127.0.0.0/8") { next }
        NF && $1 !~ /^(broadcast|anycast|multicast|throw)$/ { print " " $0 }'
    else
      echo unreadable
    fi
  done
elif [ -r "$r/proc/net/route" ] && [ -r "$r/proc/net/fib_trie" ]; then
  echo 'by proc'
  # Numbers in the list of routes are in the byte order of the machine.
  printf 'order%s\n' "$(printf '\1\0' | od -An -tu2)"
  printf 'main\n'
  awk 'NR > 1 { print " " $1, $2, $3, $4, $8 }' "$r/proc/net/route"
  awk '/^Id [0-9]/ { print "table", $2 }
    $1 == "|--" { a = $2 }
    $3 == "LOCAL" && $1 != "/32" && a !~ /^127\./ && !seen[a $1]++ { print "local", a $1 }
    $2 == "host" && $3 == "LOCAL" && $1 == "/32" && !seen[a]++ { print "addr ?", a }' "$r/proc/net/fib_trie"
  [ ! -r "$r/proc/net/if_inet6" ] || awk '{ print "addr", $6, $1 }' "$r/proc/net/if_inet6"
  [ ! -r "$r/proc/net/ipv6_route" ] || {
    printf 'main6\n'
    awk '{ print " " $10, $1, $2, $5, $9 }' "$r/proc/net/ipv6_route"
  }
else
  echo unreadable
fi
for f in etc/resolv.conf run/systemd/resolve/resolv.conf; do
  if [ -f "$r/$f" ]; then
    head -c 65536 "$r/$f" | awk '$1 == "nameserver" { print "nameserver", $2 }' || echo unreadable
    [ -r "$r/$f" ] || printf 'unreadable /%s\n' "$f"
  fi
done
echo 'done'

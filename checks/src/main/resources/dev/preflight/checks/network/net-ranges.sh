# Addresses, the routes of all tables, and name servers. Without ip the kernel's own lists say the same, but for the IPv4
# routes of other tables than the main one: of these only that there are any.
r=${PROBE_ROOT-}
# The files that name servers, each read to a limit; what cannot be read is said at the end.
set --
u=''
for f in etc/resolv.conf run/systemd/resolve/resolv.conf; do
  [ -f "$r/$f" ] || continue
  if [ -r "$r/$f" ]; then set -- "$@" "$r/$f"; else u="$u /$f"; fi
done
a='' routes='' nl='
'
! find_tool ip || a=$("$T" -o addr show 2>/dev/null)
# One process reads all of it.
if [ -n "$a" ]; then
  for f in -4 -6; do
    # Without IPv6 in the kernel there is nothing to ask for.
    [ "$f" = -4 ] || [ -e "$r/proc/net/if_inet6" ] || continue
    if o=$("$T" "$f" -o route show table all 2>/dev/null); then e=@end; else e=@unreadable; fi
    routes=$routes$o$nl$e$nl
  done
  {
    printf '%s\n' "$a" @routes "$routes@servers"
    [ $# = 0 ] || head -c 65536 -- "$@"
  } | awk 'BEGIN { print "by ip" }
    at == "servers" {
      if ($1 == "nameserver") print "nameserver", $2
      next
    }
    $1 == "@servers" || $1 == "@routes" { at = substr($1, 2); next }
    # A device and where its other end is (eth0@if7) are one word; the address stands behind inet or inet6.
    at == "" {
      w = $4
      sub(/\/.*/, "", w)
      own[w] = 1
      if ($3 == "inet" || $3 == "inet6") { sub(/@.*/, "", $2); print "addr", $2, $4 }
      next
    }
    $1 == "@end" { print "routes"; for (i = 1; i <= n; i++) print " " l[i]; n = 0; next }
    $1 == "@unreadable" { print "unreadable"; n = 0; next }
    # Not what the kernel adds by itself for each address, nor what only ends the search in one table (throw). A local
    # route of something else somebody has put in: that is answered here too.
    $1 == "local" && ($2 in own || $2 == "127.0.0.0/8") { next }
    NF && $1 !~ /^(broadcast|anycast|multicast|throw)$/ { l[++n] = $0 }'
else
  k=''
  if [ -r "$r/proc/net/route" ] && [ -r "$r/proc/net/fib_trie" ]; then
    k=$r/proc/net/
    echo 'by proc'
    # Numbers in the list of routes are in the byte order of the machine.
    printf order
    printf '\1\0' | od -An -tu2
    echo main
  else
    echo unreadable
  fi
  { [ $# = 0 ] || head -c 65536 -- "$@"; } | k=$k awk 'function kernel(k, f, a, n, got, seen) {
      f = k "route"
      while ((getline < f) > 0) if (n++) print " " $1, $2, $3, $4, $8
      f = k "fib_trie"
      while ((getline < f) > 0) {
        if (/^Id [0-9]/) print "table", $2
        if ($1 == "|--") a = $2
        if ($3 == "LOCAL" && $1 != "/32" && a !~ /^127\./ && !seen[a $1]++) print "local", a $1
        if ($2 == "host" && $3 == "LOCAL" && $1 == "/32" && !seen[a]++) print "addr ?", a
      }
      f = k "if_inet6"
      while ((getline < f) > 0) print "addr", $6, $1
      f = k "ipv6_route"
      got = (getline < f)
      if (got >= 0) print "main6"
      for (; got > 0; got = (getline < f)) print " " $10, $1, $2, $5, $9
    }
    BEGIN { if (ENVIRON["k"] != "") kernel(ENVIRON["k"]) }
    $1 == "nameserver" { print "nameserver", $2 }'
fi
for f in $u; do printf 'unreadable %s\n' "$f"; done
echo 'done'

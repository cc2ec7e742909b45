# shellcheck shell=sh disable=SC2016,SC2154 # programs for other tools; variables of the login, if it has any; T of now
# Whether a host gets to what it will fetch, in the environment of the caller: one HEAD, and where a server refuses that,
# one GET of which little is read. Nothing else is asked for: no redirect is followed, no settings of a user are read.
# Arguments: for each target its URL or tcp://HOST:PORT; auto or none, for the proxy; a file of authorities, or nothing.
r=${PROBE_ROOT-}
NL='
'
# A password in front of the host is not sent.
proxy() { # NAME VALUE
  V=${2%%"$NL"*}
  case $V in
  '') return ;;
  *://*@*) V="${V%%://*}://***@${V##*@}" ;;
  *@*) V="***@${V##*@}" ;;
  esac
  printf 'proxy %s %.2000s\n' "$1" "$V"
}
proxy http_proxy "${http_proxy-}"
proxy https_proxy "${https_proxy-}"
proxy all_proxy "${all_proxy-}"
proxy no_proxy "${no_proxy-}"
proxy HTTP_PROXY "${HTTP_PROXY-}"
proxy HTTPS_PROXY "${HTTPS_PROXY-}"
proxy ALL_PROXY "${ALL_PROXY-}"
proxy NO_PROXY "${NO_PROXY-}"
# Not by "command -v": some shells have tools of their own that they prefer.
have() { # NAME: F is its file
  set -f
  IFS=:
  for D in $PATH; do
    F=$D/$1
    case $F in /*) [ -f "$F" ] && [ -x "$F" ] && break ;; esac
    F=''
  done
  unset IFS
  set +f
  [ -n "$F" ]
}
W=none
if have curl; then
  W=curl
elif have wget && "$F" --version 2>/dev/null | head -n 1 | grep -q 'GNU Wget'; then
  # That of busybox follows redirects and does not look at certificates.
  W=wget
elif have python3 || have python || have python2; then
  W=python
fi
G=$F
P=none
if have bash; then P=bash; elif have python3 || have python || have python2; then P=python; elif have nc; then P=nc; fi
Q=$F
by_curl() { # URL PROXY AUTHORITIES OPTION...
  U=$1 M=$2 A=$3
  shift 3
  [ "$M" != none ] || set -- --noproxy '*' "$@"
  [ -z "$A" ] || set -- --cacert "$A" "$@"
  # It ends by itself, so it needs no watch.
  LC_ALL=C "$G" -q -sSvg "$@" --connect-timeout 8 --max-time 10 -o /dev/null \
    -w '\n@code %{http_code}\n@connect %{http_connect}\n@time %{time_total}\n' -- "$U" </dev/null 2>&1
  printf '\n@status %s\n' "$?"
}
by_wget() { # URL PROXY AUTHORITIES OPTION...
  U=$1 M=$2 A=$3
  shift 3
  [ "$M" != none ] || set -- --no-proxy "$@"
  [ -z "$A" ] || set -- "--ca-certificate=$A" "$@"
  now
  B=$T
  limit 14 "$G" --no-config -e netrc=off -e robots=off -S --tries=1 --timeout=8 --max-redirect=0 -O /dev/null "$@" -- "$U"
  now
  printf '@hundredths %s\n' "$((T - B))"
}
by_python() { # URL PROXY AUTHORITIES METHOD
  limit 14 "$G" -c 'import ssl, sys, time
try:
    import urllib.request as u
    from urllib.parse import urlsplit
except ImportError:
    import urllib2 as u
    import urllib
    from urlparse import urlsplit
    u.getproxies = urllib.getproxies
    u.proxy_bypass = urllib.proxy_bypass
class Stay(u.HTTPRedirectHandler):
    def redirect_request(self, *a):
        return None
class Ask(u.Request):
    def get_method(self):
        return sys.argv[4]
h = [Stay(), u.HTTPSHandler(context=ssl.create_default_context(cafile=sys.argv[3] or None))]
if sys.argv[2] == "none":
    h.append(u.ProxyHandler({}))
else:
    s = urlsplit(sys.argv[1])
    p = u.getproxies()
    if (p.get(s.scheme) or p.get("all")) and not u.proxy_bypass(s.hostname):
        print("@proxy yes")
b = time.time()
try:
    try:
        a = u.build_opener(*h).open(Ask(sys.argv[1]), timeout=8)
    except u.HTTPError as e:
        a = e
    print("< HTTP/")
    for k in a.headers.keys():
        print("< %s: %s" % (k, a.headers[k] if k.lower() == "content-type" else ""))
    print("@code %d" % a.code)
except Exception as e:
    print("@error " + str(getattr(e, "reason", e)).replace("\n", " "))
print("@time %.3f" % (time.time() - b))' "$1" "$2" "$3" "$4"
}
by_tcp() { # HOST PORT
  now
  B=$T
  case $P in
  bash) limit 8 "$Q" -c 'exec 3<>"/dev/tcp/$1/$2"' tcp "$1" "$2" ;;
  python) limit 10 "$Q" -c 'import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 8).close()
except Exception as e:
    print("@error " + str(e))
    sys.exit(1)' "$1" "$2" ;;
  nc)
    # That of busybox ends by itself with its input, and others do not.
    case $("$Q" --help 2>&1 </dev/null | head -n 1) in
    *BusyBox*) limit 8 "$Q" -w 7 "$1" "$2" ;;
    *) limit 8 "$Q" -vz -w 7 "$1" "$2" ;;
    esac
    ;;
  esac
  now
  printf '@hundredths %s\n' "$((T - B))"
}
# What stands at the end of a pipe becomes its tool: one process less for each target.
# What is read of what the tools print: of headers their names and one type, of a certificate who issued it and when.
# Of a first answer the status is 3 if it was refused, of which nothing is said, and 4 if the certificate is not trusted; then
# the lines that a second answer has of the issuer belong to it.
told() { # TARGET TOOL [first | issuer]
  export target="$1" by="$2" which="${3-}"
  exec awk 'function cut(s) { gsub(/[^ -~]/, "?", s); return substr(s, 1, 250) }
function name(s, v) {
  s = tolower(s)
  if (s !~ /^[a-z0-9-]+$/ || length(s) > 40 || n >= 30) return
  names[++n] = s
  if (s == "content-type") type = v
}
# A server may send headers without an end: their lines are counted, and only what the tool itself says comes after them.
NR > 600 && !/^@(code|connect|time|hundredths|status) / && !/^curl: \(/ { next }
{ $0 = substr($0, 1, 4000); sub(/\r$/, "") }
# curl gives the status of an answer whose headers never end as well.
/^< ?$/ { whole = 1; next }
/^< HTTP\// { n = 0; type = ""; whole = 0; next }
/^  HTTP\// { n = 0; type = ""; code = $2; next }
/^< [A-Za-z0-9-]+:/ { name(substr($2, 1, length($2) - 1), $3); next }
/^  [A-Za-z0-9-]+:/ { name(substr($1, 1, length($1) - 1), $2); next }
/^\*[ \t]+issuer: / { sub(/^[^:]*: /, ""); issuer = $0; next }
/^\*[ \t]+start date: / { sub(/^[^:]*: /, ""); from = $0; next }
/^\*[ \t]+expire date: / { sub(/^[^:]*: /, ""); until = $0; next }
/^\* Uses proxy env variable ([Hh][Tt][Tt][Pp][Ss]?|[Aa][Ll][Ll])_/ || /^\* .* to proxy / || /^\* Establish HTTP proxy tunnel/ { proxy = "yes"; next }
/^\*/ || /^>/ || /^[{}]/ { next }
/^Proxy request sent/ || /^Proxy tunneling failed/ { proxy = "yes" }
/^@code / { code = $2; next }
/^@connect / { connect = $2; next }
/^@time / { seconds = $2; next }
/^@hundredths / { seconds = $2 / 100; next }
/^@status / { status = $2; next }
/^@proxy yes/ { proxy = "yes"; next }
/^curl: \(/ { sub(/^curl: \([0-9]+\) /, ""); error = $0; next }
/^@error / { sub(/^@error /, ""); error = $0; next }
/issued by / { issuer = $0; sub(/.*issued by ./, "", issuer); sub(/.:?$/, "", issuer) }
/failed: |unable to |cannot verify|Unable to |xpired|not yet |^ERROR|^bash: |^nc: |^tcp: |rror:/ {
  if (length(error) < 200) error = error (error == "" ? "" : "; ") $0
}
function add(line) { if (ENVIRON["which"] != "issuer" || line ~ /^ (issuer|from|until) /) out = out line "\n" }
# In one piece, or the lines of several targets would mix.
END {
  first = ENVIRON["which"] == "first"
  if (first && (code ~ /^40[345]$/ || code == "501")) exit 3
  add("target " ENVIRON["target"])
  add(" by " ENVIRON["by"])
  if (status ~ /^[0-9]+$/) add(" status " status)
  if (ENVIRON["by"] == "curl" && !whole) code = ""
  if (code ~ /^[0-9]+$/) add(" code " (code + 0))
  if (connect ~ /^[0-9]+$/) add(" connect " (connect + 0))
  if (seconds ~ /^[0-9.,]+$/) add(" seconds " seconds)
  if (proxy != "") add(" proxy")
  for (i = 1; i <= n; i++) add(" header " names[i])
  if (type != "") add(" type " cut(type))
  if (issuer != "") add(" issuer " cut(issuer))
  if (from != "") add(" from " cut(from))
  if (until != "") add(" until " cut(until))
  if (error != "") add(" error " cut(error))
  printf "%s", out
  # 51, 60, 35 of curl(1).
  if (first && ENVIRON["by"] == "curl" && status ~ /^(51|60|35)$/) exit 4
}'
}
# HEAD is refused by some servers that would answer a GET; of that no more than 160 KB come in the time there is. Where the
# certificate is not trusted, who issued it is seen in a call that sends nothing secret either.
answer() { # URL PROXY AUTHORITIES
  case $W in
  curl) by_curl "$1" "$2" "$3" -I | told "$1" curl first ;;
  wget) by_wget "$1" "$2" "$3" --spider | told "$1" wget first ;;
  python) by_python "$1" "$2" "$3" HEAD | told "$1" python first ;;
  esac
  case $?$W in
  3curl) by_curl "$1" "$2" "$3" --max-filesize 65536 --limit-rate 16k | told "$1" curl '' ;;
  3wget) by_wget "$1" "$2" "$3" --limit-rate=16k | told "$1" wget '' ;;
  3python) by_python "$1" "$2" "$3" GET | told "$1" python '' ;;
  4curl) by_curl "$1" "$2" "$3" -I -k | told "$1" curl issuer ;;
  esac
}
http() { # URL PROXY AUTHORITIES
  if [ -n "$ONLY" ]; then
    answer "$@"
  else
    # One writer, and what it writes at once, or lines of two answers would mix.
    answer "$@" | awk '{ all = all $0 "\n" } END { printf "%s", all }'
  fi
}
ask() { # TARGET PROXY AUTHORITIES
  case $1 in
  tcp://*)
    N=${1#tcp://}
    H=${N%:*}
    H=${H#\[}
    if [ "$P" = none ]; then
      printf '%s\n' "target $1$NL no-tool"
    else
      by_tcp "${H%\]}" "${N##*:}" | told "$1" "$P"
    fi
    ;;
  *)
    if [ "$W" = none ]; then
      printf '%s\n' "target $1$NL no-tool"
    elif [ -n "$3" ] && ! { [ -f "$r$3" ] && [ -r "$r$3" ]; }; then
      printf '%s\n' "target $1$NL no-authorities"
    else
      http "$1" "$2" "${3:+$r$3}"
    fi
    ;;
  esac
}
now
FIRST=$T
I=0 ONLY=''
[ "$#" -gt 5 ] || ONLY=yes
while [ "$#" -gt 2 ]; do
  # Four at a time; those that would begin after 75 s are not asked.
  [ "$I" -lt 4 ] || { wait && I=0; }
  now
  case $1 in
  *[!A-Za-z0-9._~:/?#@!\$\&\'\(\)*+,\;=%\[\]-]*) ;;
  http://[!-]* | https://[!-]* | tcp://[!-]*:[0-9]*)
    if [ "$((T - FIRST))" -gt 7500 ]; then
      printf '%s\n' "target $1$NL not-asked"
    elif [ "$#" -lt 6 ]; then
      # The last one needs no process of its own.
      ask "$1" "$2" "$3"
    else
      I=$((I + 1))
      ask "$1" "$2" "$3" &
    fi
    ;;
  esac
  shift 3
done
wait
echo 'done'

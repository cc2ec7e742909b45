# shellcheck disable=SC2016 # the quoted program is python's
# How long small writes take until they are on the disk: a file is written in small pieces, each ended by fdatasync(2), as
# a consensus log is. In the directory given, or the nearest above it that is there, a directory of our own is made for
# the file; both are removed at the end, also if the probe is stopped. Two seconds of writes are thrown away, then each
# round writes the file once, for five seconds at most. Nothing is written without ten times the room, or into memory.
r=${PROBE_ROOT-} p=${PARAM_PATH-}
for n in "${PARAM_SIZE-}" "${PARAM_WRITE-}" "${PARAM_ROUNDS-}"; do
  case $n in '' | 0* | *[!0-9]* | ???????????*) exit 1 ;; esac
done
case $p in /*) ;; *) exit 1 ;; esac
end() { # end HEADING: nothing was measured, and why
  printf '%s\ndone\n' "$1"
  exit
}
[ -r "$r/proc/self/mountinfo" ] || end unreadable
while [ ! -d "$r${p:-/}" ]; do
  [ ! -h "$r$p" ] || break
  p=${p%/*}
done
[ -d "$r${p:-/}" ] || end dangling
canonical "$p" || end denied
cd -P "$r${p:-/}" 2>/dev/null || end denied
D=$PWD
printf 'at %s\n' "${E:-/}"
mount_of "$E"
printf 'mount %s\n' "$M"
set -f
# shellcheck disable=SC2086 # into words; blanks in names are written as \040
set -- $M
set +f
case ${3-} in tmpfs | ramfs) end memory ;; esac
# The kernel's accounting/psi.rst.
if [ -f "$r/proc/pressure/io" ]; then
  while read -r k a _; do
    case "$k $a" in 'some avg10='*) printf 'pressure %s\n' "${a#avg10=}" ;; esac
  done 2>/dev/null <"$r/proc/pressure/io"
fi
command -v stat >/dev/null || end 'no-tool stat'
o=$(stat -f -c '%S %a' .)
b=${o% *} a=${o#* }
case $b$a in '' | *[!0-9]*) end 'no-tool stat' ;; esac
if [ "${#a}" -le 15 ] && [ "$a" -lt $(((PARAM_SIZE * 10 + b - 1) / b)) ]; then end "no-room $((a * b))"; fi
made='' own=''
clean() {
  [ -z "$own" ] || rm -f f
  [ -z "$made" ] || { cd "$D" && rmdir "$made"; }
}
trap clean EXIT
trap 'exit 1' HUP INT TERM
if command -v mktemp >/dev/null; then
  made=$(mktemp -d .preflight.XXXXXX 2>/dev/null)
else
  made=.preflight.$$
  mkdir -m 700 "$made" 2>/dev/null || made=''
fi
[ -n "$made" ] || end denied
# Who may write there could have put a link to another directory in its place.
cd -P "$made" || end denied
[ "$PWD" = "${D%/}/$made" ] || end denied
own=yes
find_tool fio && v=$("$T" --version 2>/dev/null) || v=''
v=${v#fio-}
v=${v%%-*}
m=${v#*.}
m=${m%%.*}
case ${v%%.*}/$m in */ | /* | *[!0-9/]*) v='' ;; esac
# Before 3.5 it does not say how long syncing took: fio's commit for "sync" in stat.c. Threads end with it.
if [ -n "$v" ] && { [ "${v%%.*}" -gt 3 ] || { [ "${v%%.*}" = 3 ] && [ "$m" -ge 5 ]; }; }; then
  echo 'tool fio'
  fio() { # fio SECONDS [OPTION]
    n=$1
    shift
    "$T" --thread --name=preflight --filename=f --rw=write --ioengine=sync --fdatasync=1 --bs="$PARAM_WRITE" \
      --size="$PARAM_SIZE" --runtime="$n" --output-format=json "$@" 2>/dev/null
  }
  fio 2 --time_based >/dev/null
  i=0
  while [ "$i" -lt "$PARAM_ROUNDS" ]; do
    i=$((i + 1))
    echo fio
    fio 5 | while IFS= read -r l; do printf ' %s\n' "$l"; done
  done
elif find_tool python3 || find_tool platform-python /usr/libexec || find_tool python; then
  echo 'tool python'
  "$T" -E -S -c 'import os, sys, time
size, write, rounds = [int(a) for a in sys.argv[1:4]]
clock = getattr(time, "perf_counter", time.time)
f = os.open("f", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 384)
piece = b"x" * write
def run(seconds, again):
    took = []
    end = clock() + seconds
    at = 0
    os.lseek(f, 0, 0)
    while clock() < end:
        if at + write > size:
            if not again:
                break
            os.lseek(f, 0, 0)
            at = 0
        os.write(f, piece)
        begin = clock()
        os.fdatasync(f)
        took.append(clock() - begin)
        at += write
    return sorted(took)
run(2, True)
for i in range(rounds):
    took = run(5, False)
    print("round %d %d" % (len(took), 1e9 * took[-(-99 * len(took) // 100) - 1]))' \
    "$PARAM_SIZE" "$PARAM_WRITE" "$PARAM_ROUNDS" 2>/dev/null || echo failed
else
  echo 'tool dd'
  dd if=/dev/zero of=f bs="$PARAM_WRITE" count=200 oflag=dsync 2>&1 | while IFS= read -r l; do printf ' %s\n' "$l"; done
fi
echo 'done'

# The variable of the environment that the first argument names.
case ${1-} in '' | [0-9]* | *[!A-Za-z0-9_]*) echo absent && ends ;; esac
tool printenv || ends
V=$("$T" "$1" && echo .) || {
  echo absent
  ends
}
V=${V%"$NEWLINE".}
if [ -z "${PARAM_SECRET-}" ]; then
  echo text
  printf '%s\n0\n' "$V" | behind
  ends
fi
tool wc || ends
N=$(printf %s "$V" | "$T" -c)
tool sha256sum || ends
H=$(printf %s "$V" | "$T")
printf 'digest %s %s\n' "${N##* }" "${H%% *}"
ends

# shellcheck shell=sh disable=SC2034 # KEPT is read by the probes that this text stands before
# Files of a folder, put together one by one. "set -- "$@" "$f"" would copy all of them for each: in a folder with 5,000
# files that takes longer than a probe may.
NL='
'
KEPT='' PART='' PARTS=0
# keep FILE: adds it to KEPT$PART, a line each; it has no newline in its name.
keep() {
  PART=$PART$1$NL PARTS=$((PARTS + 1))
  if [ "$PARTS" -ge 64 ]; then
    KEPT=$KEPT$PART PART='' PARTS=0
  fi
}

# What time it is here. A date that knows no fractions prints "%N" as it stands, or nothing for it.
date +%s.%N

# The time of this host. A date without fractions of a second prints "%N" unchanged, or nothing.
date +%s.%N

# Written in a commit that follows.
exit 1;

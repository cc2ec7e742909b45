# Readers of dhclient's files, which print words of a fixed set only. parsed FILE: the statements of a configuration that set
# name servers, and its braces.
parsed() { # FILE
  head -c 65536 "$1" | awk '{
      size += length($0) + 1
      while (match($0, /"[^"]*"/)) {
        t = substr($0, RSTART + 1, RLENGTH - 2)
        gsub(/[^A-Za-z0-9_.:\/-]/, "?", t)
        $0 = substr($0, 1, RSTART - 1) t substr($0, RSTART + RLENGTH)
      }
      sub(/#.*/, "")
      text = text " " $0
    }
    END {
      gsub(/[ \t]+/, " ", text)
      gsub(/[;{}]/, "&\n", text)
      n = split(text, all, "\n")
      for (i = 1; i <= n; i++) {
        t = all[i]
        sub(/^ /, "", t)
        if (t ~ /[{]$/) depth++
        if (t ~ /[}]$/ && --depth < 0) broken = 1
        if (t ~ /^(supersede|prepend|append|default) (domain-name-servers|dhcp6.name-servers) .*;$/ || t ~ /^interface [^ ]+ ?[{]$/ || t == "}")
          out[++k] = t
        else if (t ~ /[{]$/) out[++k] = "block {"
        else if (t ~ /^include [A-Za-z0-9_.:\/-]+ ?;$/) {
          sub(/ ?;$/, "", t)
          out[++k] = t
        } else if (t ~ /^include[ ;]/) out[++k] = "include;"
      }
      # An unpaired brace would end a block of the file that includes this one.
      if (broken || depth != 0 || size >= 65536) print "include;"
      else for (i = 1; i <= k; i++) print out[i]
    }'
}
# The words by which one can tell whether a hook of dhclient leaves resolv.conf alone, and in which case; every other word is
# a question mark. Two lines of one command, and text that goes on below, are not followed: "cannot".
skeleton() { # FILE
  head -c 65536 "$1" | awk '{
      sub(/\r$/, "")
      sub(/^[ \t]*#.*/, "")
      sub(/[ \t]#.*/, "")
      text = text $0 "\n"
    }
    END {
      cannot = text ~ /<</ || text ~ /\\\n/
      if (!cannot) {
        gsub(/\\./, "?", text)
        gsub(/[$][{][^}]*[}]/, "?", text)
        while (match(text, /"[^"]*"|\047[^\047]*\047/)) {
          t = substr(text, RSTART + 1, RLENGTH - 2)
          if (t !~ /^\/[A-Za-z0-9_.\/-]+$/) t = "?"
          text = substr(text, 1, RSTART - 1) t substr(text, RSTART + RLENGTH)
        }
        cannot = text ~ /["\047`]/
      }
      if (cannot) {
        print " cannot"
        text = ""
      }
      gsub(/[(] *[)]/, " () ", text)
      gsub(/[|][|]|&&|[;{}<>]/, " & ", text)
      # Parentheses stay where they are no pair, and so do a pipe and a command that is not waited for.
      while (match(text, /[^ |&][|&][^ |&]/)) text = substr(text, 1, RSTART) " " substr(text, RSTART + 1, 1) " " substr(text, RSTART + 2)
      n = split(text, lines, "\n")
      for (i = 1; i <= n && i <= 400; i++) {
        m = split(lines[i], w, /[ \t]+/)
        out = ""
        last = ""
        for (j = 1; j <= m; j++) {
          t = w[j]
          if (t == "") continue
          if (t ~ /[()]/ && t != "()" && t != "(" && t != ")") t = t ~ /[)]$/ && t !~ /[(]/ ? "? )" : "? ( )"
          else if (last ~ /^-[xfedrs]$/ && t ~ /^\/[A-Za-z0-9_.\/-]+$/) t = t
          else if (t !~ /^(if|then|elif|else|fi|case|in|esac|for|while|until|do|done|function|make_resolv_conf|[(][)]|[{}();:!|&<>]|true|false|return|ex[i]t|echo|logger|\[|\]|\[\[|\]\]|test|-[xfedrs]|[|][|]|&&|0)$/) t = "?"
          if (t != "?" || last != "?") out = out " " t
          last = t
        }
        if (out != "" && (out != " ?" || before != out)) print out
        if (out != "") before = out
      }
    }'
}

package dev.preflight.redact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands whose options take a credential without saying so, by their manual pages; and words of configuration files
 * that a credential follows.
 */
final class CommandOptions {
    /** What of an option's value is the credential. */
    enum Part {
        WHOLE,
        /** Behind the first colon: {@code curl -u user:password}. */
        BEHIND_COLON,
        /** Behind the first per cent sign: {@code smbclient -U user%password}. */
        BEHIND_PERCENT
    }

    /**
     * An option of a command.
     *
     * @param name with its dashes
     * @param glued whether the value may also follow the name directly: {@code -psecret}
     */
    record Option(String name, boolean glued, Part part) {}

    /** Commands that take a password behind {@code -p}. */
    private static final List<String> WITH_P = List.of(
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mysqlimport",
            "mysqlcheck",
            "mysqlsh",
            "mysqlpump",
            "mysqlbinlog",
            "mysqlshow",
            "mariadb",
            "mariadb-dump",
            "mariadb-admin",
            "mariabackup",
            "xtrabackup",
            "sshpass",
            "mongo",
            "mongosh",
            "mongodump",
            "mongorestore",
            "mongoexport",
            "mongoimport",
            "cqlsh",
            "useradd",
            "usermod",
            "7z",
            "login");

    private static final Map<String, List<Option>> OPTIONS = options();

    /** Commands of which only a subcommand takes one: {@code docker run -p 80:80} is none. */
    private static final Set<String> LOGIN_ONLY =
            Set.of("docker", "podman", "nerdctl", "buildah", "skopeo", "helm", "oras", "crane", "ctr");

    /** First words of lines, with the number of words before the credential. */
    private static final Map<String, Integer> DIRECTIVES = Map.ofEntries(
            // redis.conf
            Map.entry("requirepass", 0),
            Map.entry("masterauth", 0),
            // snmpd.conf(5)
            Map.entry("rocommunity", 0),
            Map.entry("rwcommunity", 0),
            Map.entry("rocommunity6", 0),
            Map.entry("rwcommunity6", 0),
            Map.entry("trapcommunity", 0),
            Map.entry("com2sec", 2),
            Map.entry("com2sec6", 2),
            // nslcd.conf(5), ldap.conf(5), slapd.conf(5)
            Map.entry("bindpw", 0),
            Map.entry("rootbindpw", 0),
            Map.entry("rootpwmodpw", 0),
            Map.entry("rootpw", 0),
            // keepalived.conf(5)
            Map.entry("auth_pass", 0));

    private CommandOptions() {}

    private static Map<String, List<Option>> options() {
        Map<String, List<Option>> options = new HashMap<>();
        put(options, WITH_P, glued("-p"));
        put(options, List.of("ipmitool", "sqlcmd", "bcp", "isql", "zip", "unzip"), glued("-P"));
        put(
                options,
                List.of("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd"),
                glued("-w"),
                glued("-s"));
        put(
                options,
                List.of("snmpget", "snmpwalk", "snmpbulkwalk", "snmpbulkget", "snmpgetnext", "snmpset", "snmptrap"),
                glued("-c"),
                glued("-A"),
                glued("-X"));
        put(
                options,
                List.of("smbclient", "rpcclient", "smbget", "net", "wmic"),
                new Option("-U", true, Part.BEHIND_PERCENT));
        put(
                options,
                List.of("curl", "wget", "etcdctl", "http", "lftp"),
                new Option("-u", true, Part.BEHIND_COLON),
                new Option("-U", true, Part.BEHIND_COLON),
                new Option("-a", false, Part.BEHIND_COLON),
                new Option("--user", false, Part.BEHIND_COLON),
                new Option("--proxy-user", false, Part.BEHIND_COLON));
        put(options, List.of("redis-cli"), glued("-a"));
        put(options, List.of("plink", "pscp", "psftp"), new Option("-pw", false, Part.WHOLE));
        return Map.copyOf(options);
    }

    private static void put(Map<String, List<Option>> options, List<String> commands, Option... all) {
        commands.forEach(command -> options.put(command, List.of(all)));
    }

    /** An option whose whole value is the credential, and may follow its name directly. */
    private static Option glued(String name) {
        return new Option(name, true, Part.WHOLE);
    }

    /** The options of a command that take a credential; empty if it has none. */
    static List<Option> of(String command) {
        return OPTIONS.getOrDefault(command, List.of());
    }

    /** Whether this command takes one only when it logs in. */
    static boolean onlyToLogIn(String command) {
        return LOGIN_ONLY.contains(command);
    }

    /** How many words there are between this first word of a line and a credential; negative if there is none. */
    static int wordsBefore(String first) {
        return DIRECTIVES.getOrDefault(first, -1);
    }
}

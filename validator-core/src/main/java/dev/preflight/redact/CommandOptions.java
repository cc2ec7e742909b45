package dev.preflight.redact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands whose options take a credential without saying so, by their manual pages; and words of configuration files
 * behind which one stands.
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
     * @param glued whether the value may also stand right behind the name: {@code -psecret}
     */
    record Option(String name, boolean glued, Part part) {}

    private static final Map<String, List<Option>> OPTIONS = options();

    /** Commands of which only a subcommand takes one: {@code docker run -p 80:80} is none. */
    private static final Set<String> LOGIN_ONLY =
            Set.of("docker", "podman", "nerdctl", "buildah", "skopeo", "helm", "oras", "crane", "ctr");

    /** First words of lines, with how many words stand before the credential. */
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
        Option p = new Option("-p", true, Part.WHOLE);
        Option upperP = new Option("-P", true, Part.WHOLE);
        for (String name : List.of(
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
                "login")) {
            options.put(name, List.of(p));
        }
        for (String name : List.of("ipmitool", "sqlcmd", "bcp", "isql", "zip", "unzip")) {
            options.put(name, List.of(upperP));
        }
        for (String name : List.of("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd")) {
            options.put(name, List.of(new Option("-w", true, Part.WHOLE), new Option("-s", true, Part.WHOLE)));
        }
        for (String name :
                List.of("snmpget", "snmpwalk", "snmpbulkwalk", "snmpbulkget", "snmpgetnext", "snmpset", "snmptrap")) {
            options.put(
                    name,
                    List.of(
                            new Option("-c", true, Part.WHOLE),
                            new Option("-A", true, Part.WHOLE),
                            new Option("-X", true, Part.WHOLE)));
        }
        for (String name : List.of("smbclient", "rpcclient", "smbget", "net", "wmic")) {
            options.put(name, List.of(new Option("-U", true, Part.BEHIND_PERCENT)));
        }
        for (String name : List.of("curl", "wget", "etcdctl", "http", "lftp")) {
            options.put(
                    name,
                    List.of(
                            new Option("-u", true, Part.BEHIND_COLON),
                            new Option("-U", true, Part.BEHIND_COLON),
                            new Option("-a", false, Part.BEHIND_COLON),
                            new Option("--user", false, Part.BEHIND_COLON),
                            new Option("--proxy-user", false, Part.BEHIND_COLON)));
        }
        options.put("redis-cli", List.of(new Option("-a", true, Part.WHOLE)));
        for (String name : List.of("plink", "pscp", "psftp")) {
            options.put(name, List.of(new Option("-pw", false, Part.WHOLE)));
        }
        return Map.copyOf(options);
    }

    /** The options of a command that take a credential; empty if it has none. */
    static List<Option> of(String command) {
        return OPTIONS.getOrDefault(command, List.of());
    }

    /** Whether this command takes one only when it logs in. */
    static boolean onlyToLogIn(String command) {
        return LOGIN_ONLY.contains(command);
    }

    /** How many words stand between this first word of a line and a credential; negative if there is none. */
    static int wordsBefore(String first) {
        return DIRECTIVES.getOrDefault(first, -1);
    }
}

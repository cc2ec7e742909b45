package dev.preflight.checks.software;

import dev.preflight.version.VersionOrder;

/** What installs packages, and keeps the database of those that are installed. */
public enum PackageManager {
    /** dpkg and apt. */
    DPKG("dpkg", "apt-get install", "apt-get remove"),
    /** rpm, dnf and zypper. */
    RPM("rpm", "dnf install", "dnf remove"),
    /** apk. */
    APK("apk-tools", "apk add", "apk del");

    private final String own;
    private final String install;
    private final String remove;

    PackageManager(String own, String install, String remove) {
        this.own = own;
        this.install = install;
        this.remove = remove;
    }

    /** How its database orders versions. */
    VersionOrder order() {
        return switch (this) {
            case DPKG -> VersionOrder.DPKG;
            case RPM -> VersionOrder.RPM;
            case APK -> VersionOrder.APK;
        };
    }

    /** The package that its database has wherever it can be read. */
    String own() {
        return own;
    }

    /** The command that installs a package, or its newest version. */
    String install(boolean suse) {
        return suse ? "zypper install" : install;
    }

    /** The command that removes a package. */
    String remove(boolean suse) {
        return suse ? "zypper remove" : remove;
    }
}

package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.Judged;
import dev.preflight.checks.software.Packages.Entry;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PackageStateCheckTest {
    private static final Map<String, String> OWN =
            Map.of("dpkg", " dpkg/ii /1.21\n", "rpm", " rpm/ii/0:4.16-1\n", "apk", " apk-tools/ii/2.14-r1\n");

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String manager, String... lines) {
        return "manager " + manager + "\nstatus 0\npackages\n" + OWN.get(manager)
                + String.join(
                        "",
                        List.of(lines).stream().map(line -> " " + line + "\n").toList()) + "done\n";
    }

    private static List<String> said(String yaml, String printed) {
        return Judged.said(new PackageStateCheck(), "require: {p: {" + yaml + "}}", Map.of("packages", printed));
    }

    @ParameterizedTest
    @CsvSource({
        "dpkg, 1.7.0, 1.6.33-1,              fail too-old",
        "dpkg, 1.7.0, 1.7.0~rc1-1,           fail too-old",
        "dpkg, 1.7.0, 1.7.0~ds1-1,           pass ok",
        "dpkg, 1.7.0, 1.7.0+dfsg1-1+b2,      pass ok",
        "dpkg, 1.7.0, 1.7.1-1,               pass ok",
        "dpkg, 1.7.0, 1.10.0-1,              pass ok",
        "dpkg, 2.0.0, 2.0.0+really1.9.5-1,   fail too-old",
        "dpkg, 26.0,  5:18.09.1~3-0~debian,  fail too-old",
        "dpkg, 26.0,  5:26.1.3-1~debian.12,  pass ok",
        "dpkg, 5:26.0, 4:27.0-1,             fail too-old",
        "dpkg, 5:26.0, 5:26.0-1,             pass ok",
        "dpkg, 5:26.0, 27.0-1,               fail too-old",
        "dpkg, 1.7.0-2, 1.7.0-1,             fail too-old",
        "dpkg, 1.7.0-2, 1.7.0-2,             pass ok",
        "dpkg, 1.7.0-2, 1.7.0-2+b1,          pass ok",
        "rpm,  1.7.0, 0:1.6.33-3.1.el9,      fail too-old",
        "rpm,  1.7.0, 0:1.7.0~rc1-3.1.el9,   fail too-old",
        "rpm,  1.7.0, 0:1.7.0-3.1.el9,       pass ok",
        "rpm,  1.7.0, 0:1.7.0^git1-3.1.el9,  pass ok",
        "rpm,  26.0,  3:18.09.1-3.el9,       fail too-old",
        "rpm,  1.7.0-10, 0:1.7.0-9.el9,      fail too-old",
        "rpm,  1.7.0-10, 0:1.7.0-10.el9,     pass ok",
        "apk,  1.7.0, 1.6.33-r1,             fail too-old",
        "apk,  1.7.0, 1.7.0_rc1-r0,          fail too-old",
        "apk,  1.7.0, 1.7.0-r0,              pass ok",
        "apk,  1.7.0, 1.7.0_p1-r0,           pass ok",
        "apk,  1.7.0-r10, 1.7.0-r9,          fail too-old",
        "apk,  1.7.0-r10, 1.7.0-r10,         pass ok",
    })
    void theLeastVersionIsComparedAsItsDatabaseDoesInThePartsThatItHas(
            String manager, String min, String version, String expected) {
        assertThat(said("min: \"" + min + "\"", printed(manager, "p/ii /" + version)))
                .containsExactly(expected + " package:p");
    }

    @ParameterizedTest
    @CsvSource({
        "26.1.9-1,   pass ok",
        "27~rc1-1,   pass ok",
        "27-1,       fail too-new",
        "5:27.0.1-1, fail too-new",
    })
    void belowLeavesItsOwnVersionOut(String version, String expected) {
        assertThat(said("below: \"27\"", printed("dpkg", "p/ii /" + version))).containsExactly(expected + " package:p");
    }

    @ParameterizedTest
    @CsvSource({
        "'ii ', pass ok,             fail present",
        "'hi ', warning held,        fail present",
        "'ri ', pass ok,             fail present",
        "'rc ', fail missing,        pass none",
        "'un ', fail missing,        pass none",
        "'iU ', fail half-installed, fail present",
        "'iF ', fail half-installed, fail present",
        "'it ', fail half-installed, fail present",
        "'iiR', fail half-installed, fail present",
    })
    void onlyWhatIsInstalledWholeIsInstalled(String status, String required, String absent) {
        String printed = printed("dpkg", "p/" + status + "/1.0-1");
        assertThat(said("", printed)).containsExactly(required + " package:p");
        assertThat(said("absent: true", printed)).containsExactly(absent + " package:p");
    }

    @Test
    void aPackageOfAnotherNameIsNoneAndOfSeveralVersionsTheNewestCounts() {
        assertThat(said("", printed("dpkg", "p-data/ii /1.0-1"))).containsExactly("fail missing package:p");
        assertThat(said("min: \"5.14\"", printed("rpm", "p/ii/0:5.9-1", "p/ii/0:5.14-1", "p/ii/0:5.10-1")))
                .containsExactly("pass ok package:p");
        assertThat(said("below: \"5.14\"", printed("rpm", "p/ii/0:5.9-1", "p/ii/0:5.14-1")))
                .containsExactly("fail too-new package:p");
    }

    @Test
    void namesOfTheFamilyReplaceTheRowsAndNoneMeansThatNothingIsNeeded() {
        assertThat(said("names: {debian: [a, b]}", printed("dpkg", "a/ii /1-1", "p/ii /1-1")))
                .containsExactly("pass ok package:p", "fail missing package:p");
        assertThat(said("names: {debian: []}", printed("dpkg"))).containsExactly("not-applicable not-needed package:p");
        assertThat(said("names: {rhel: [a]}", printed("dpkg", "p/ii /1-1"))).containsExactly("pass ok package:p");
    }

    @Test
    void whatMustBeAbsentMaySayWhatItConflictsWith() {
        assertThat(said("absent: true, conflicts_with: docker-ce", printed("rpm", "p/ii/0:1-1")))
                .containsExactly("fail conflicting package:p");
        assertThatThrownBy(() -> said("absent: true, min: \"1.0\"", "")).hasMessageContaining("absent: a package that");
        assertThatThrownBy(() -> said("conflicts_with: docker-ce", "")).hasMessageContaining("only with absent");
        assertThatThrownBy(() -> said("min: '1.7', below: '1.7'", "")).hasMessageContaining("below: nothing can hold");
        assertThatThrownBy(() -> said("min: latest", "")).hasMessageContaining("such as 1.7.0");
    }

    /** A database that cannot be read has no package that is absent. */
    @Test
    void aDatabaseWithoutItsOwnPackageIsNotReadable() {
        FactRequest<Packages> request = Packages.FACT.request();
        assertThat(Printed.reading(request, "manager rpm\nstatus 1\npackages\nerror\n error: db\npackages\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "error: db"));
        assertThat(Printed.reading(request, "manager apk\nstatus 0\npackages\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "the database does not have apk-tools"));
        assertThat(Printed.reading(request, printed("dpkg").replace("status 0", "status 2")))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "the database does not have dpkg"));
        assertThat(Printed.reading(request, "manager none\nstatus 0\npackages\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NO_TOOL, "no database of dpkg, rpm or apk"));
        assertThatThrownBy(() -> Printed.reading(request, printed("dpkg", "p/i/1")))
                .hasMessageContaining("p/i/1");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsEachDatabase(Shell shell) throws IOException {
        program("rpm", "echo '@ rpm/ii/0:4.16-1'; echo 'package q is not installed'; echo '@ p/ii/0:1.0-1'; exit 1\n");
        assertThat(read(shell)).isEqualTo(found(PackageManager.RPM, "rpm", "ii", "0:4.16-1", "0:1.0-1"));
        Files.writeString(Files.createDirectories(root.resolve("lib/apk/db")).resolve("installed"), "P:p\n");
        program(
                "apk",
                "echo 'WARNING: x' >&2; echo 'apk-tools-2.14-r1 x86_64 {apk-tools} (GPL-2.0-only) [installed]'\n"
                        + "echo 'p-1.0-r1 x86_64 {p} (MIT) [installed]'; echo 'p-doc-1.0-r1 x86_64 {p} (MIT) [installed]'\n");
        assertThat(read(shell)).isEqualTo(found(PackageManager.APK, "apk-tools", "ii", "2.14-r1", "1.0-r1"));
        Files.writeString(Files.createDirectories(root.resolve("var/lib/dpkg")).resolve("status"), "Package: p\n");
        program(
                "dpkg-query",
                "echo '@ dpkg/ii /1.21'; echo '@ p/ii /1.0-1'; echo 'dpkg-query: no packages found matching q' >&2; exit 1\n");
        assertThat(read(shell)).isEqualTo(found(PackageManager.DPKG, "dpkg", "ii ", "1.21", "1.0-1"));
        program("dpkg-query", "echo 'dpkg-query: error: parsing file' >&2; exit 2\n");
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, "dpkg-query: error: parsing file"));
    }

    private static Reading<Packages> found(
            PackageManager manager, String own, String status, String ownVersion, String version) {
        return Reading.got(
                new Packages(manager, List.of(new Entry(own, status, ownVersion), new Entry("p", status, version))));
    }

    private Reading<Packages> read(Shell shell) {
        FactRequest<Packages> request = Packages.FACT.in(Context.EXEC).withArguments(List.of("p", "q"));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(root.resolve("usr/bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

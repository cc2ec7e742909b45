package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.PublishedFact;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What checks of a profile may read of the facts of this module. */
class PublishedFactsTest {
    private static final Map<String, PublishedFact<?>> FACTS = Catalogue.load().published();

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** The value of a published fact, where its probe printed this. */
    private static String said(String name, String subject, String printed) {
        return said(FACTS.get(name), subject, printed);
    }

    private static <T> String said(PublishedFact<T> fact, String subject, String printed) {
        FactRequest<T> request = fact.request().apply(subject);
        Reading<Value> reading = fact.in(facts(request, Printed.reading(request, printed)), subject);
        return reading.fold(
                value -> text(fact, value), missing -> missing.reason().code() + ": " + missing.detail());
    }

    private static HostFacts facts(FactRequest<?> request, Reading<?> reading) {
        return new HostFacts(new HostInfo("h", "", List.of()), Instant.EPOCH, Map.of(request.key(), reading));
    }

    private static String text(PublishedFact<?> fact, Value value) {
        if (value instanceof Value.Absent) {
            return "absent";
        }
        assertFits(fact.type(), value);
        return value instanceof Value.Items items
                ? items.values().stream().map(PublishedFactsTest::row).collect(Collectors.joining("; "))
                : row(value);
    }

    private static String row(Value value) {
        return ((Value.Row) value)
                .fields().entrySet().stream()
                        .map(field -> field.getKey() + "=" + plain(field.getValue()))
                        .collect(Collectors.joining(" "));
    }

    private static String plain(Value value) {
        if (value instanceof Value.Items items) {
            return items.values().stream().map(PublishedFactsTest::plain).collect(Collectors.joining(",", "[", "]"));
        }
        return value.toString().replaceFirst("^\\w+\\[\\w+=(.*)]$", "$1");
    }

    /** A linter goes by the type: no value may be of another one. */
    private static void assertFits(ValueType type, Value value) {
        if (type instanceof RowOf row) {
            ((Value.Row) value).fields().forEach((name, field) -> {
                assertThat(row.fields()).containsKey(name);
                assertFits(row.fields().get(name), field);
            });
        } else if (type instanceof ListOf list) {
            ((Value.Items) value).values().forEach(item -> assertFits(list.element(), item));
        } else {
            Class<?> is = switch ((Simple) type) {
                case TEXT -> Value.Text.class;
                case INT, SIZE -> Value.Whole.class;
                case BOOL -> Value.Bool.class;
                case VERSION -> Value.Version.class;
                default -> throw new AssertionError("no fact has " + type);
            };
            assertThat(value).isInstanceOf(is);
        }
    }

    @Test
    void whatIsKnownOfAMachineIsPublished() {
        assertThat(said("memory", "", "MemTotal: 16242520\nblocks 128 8000000\nSwapTotal: 4\nnodes 2\ndone\n"))
                .isEqualTo("total=16632340480 nominal=17179869184 huge_pages=0 swap=4096 numa_nodes=2");
        assertThat(said("memory", "", "MemTotal: 8\nMemAvailable: 4\ndone\n"))
                .isEqualTo("total=8192 available=4096 huge_pages=0");
        assertThat(said("cpu", "", "present 0-3\nonline 0-1\nsiblings\n 0-1\n 0-1\nflags\n sse avx\ndone\n"))
                .isEqualTo("online=2 offline=2 usable=2 cores=1 flags=[avx,sse]");
        assertThat(said("swap", "", "swaps\n Filename Type\n /dev/dm-1 partition 2048 1 -2\ndone\n"))
                .startsWith("supported=true total=2097152 used=1024 areas=[");
        assertThat(said("swap", "", "unreadable\ndone\n")).isEqualTo("not-readable: /proc/swaps");
    }

    private static String disk(String name, String more) {
        return "device " + name + "\n sectors 1000\n ro 0\n number 9:" + name.hashCode() + "\n rotational 1\n"
                + " removable 0\n physical\n" + more;
    }

    private static String disks(String... printed) {
        return said("block-devices", "", String.join("", printed) + "mounts\n 8:1 /dev/sda1 /\ndone\n");
    }

    @Test
    void disksArePublishedAndTheirPartsAreNot() {
        String udev = " signatures udev\n";
        assertThat(disks(
                        disk("sda", udev),
                        "partition sda1\n sectors 9\n ro 0\n number 8:1\n signatures udev\n",
                        "partition sda2\n sectors 9\n ro 0\n number 8:2\n signatures udev\n",
                        disk("sdb", udev).replace("rotational 1", "rotational 0"),
                        disk("sdc", udev).replace("removable 0", "removable 1"),
                        disk("dm-0", udev).replace(" physical\n", "")))
                .isEqualTo("name=sda size=512000 unused=false rotational=true; "
                        + "name=sdb size=512000 unused=true rotational=false");
        assertThat(disks()).isEmpty();
        assertThat(said("block-devices", "", "unreadable\ndone\n")).isEqualTo("not-readable: /sys/block");
    }

    @Test
    void pathsToOneDiskAreOneDisk() {
        String path = " signatures udev\n wwid naa.5\n";
        assertThat(disks(disk("sdb", path), disk("sdc", path), disk("sdd", path.replace("5", "6"))))
                .isEqualTo("name=sdb size=512000 unused=true rotational=true; "
                        + "name=sdd size=512000 unused=true rotational=true");
        assertThat(disks(disk("sdb", path), disk("sdc", path + " holder dm-3\n")))
                .isEqualTo("name=sdb size=512000 unused=false rotational=true");
        assertThat(disks("blkid denied\n", disk("sdb", " wwid naa.5\n"), disk("sdc", path + " holder dm-3\n")))
                .isEqualTo("name=sdb size=512000 unused=false rotational=true");
    }

    @Test
    void whereADiskMayBeUsedNothingIsKnown() {
        assertThat(disks("blkid denied\n", disk("sda", " signatures udev\n"), disk("sdb", "")))
                .isEqualTo("no-permission: sdb");
        assertThat(disks("blkid no-tool\n", disk("sdb", " holder dm-3\n")))
                .isEqualTo("name=sdb size=512000 unused=false rotational=true");
    }

    @Test
    void whatIsMountedIsPublishedWithItsRoom() {
        assertThat(said(
                        "mounts",
                        "",
                        "mount 27 1 / rw,relatime ext4 rw,errors=remount-ro /dev/sda1\n"
                                + "mount 28 27 /srv/my\\040data ro xfs rw //nas/a\\040b\n"
                                + "room 4096 100 25 /\ndone\n"))
                .isEqualTo("path=/ source=/dev/sda1 type=ext4 options=[rw,relatime,errors=remount-ro] read_only=false"
                        + " size=409600 free=102400; "
                        + "path=/srv/my data source=//nas/a b type=xfs options=[ro,rw] read_only=true");
        assertThat(said("mounts", "", "unreadable\ndone\n")).isEqualTo("not-readable: /proc/self/mountinfo");
        assertThat(said("mounts", "", "mount 27 1 / rw ext4 rw a\nmore\ndone\n"))
                .startsWith("truncated");
    }

    @Test
    void aUnitThatIsNotThereIsNotActive() {
        String head = "manager systemd\nasked\n a.service\nunits\n";
        assertThat(said(
                        "unit",
                        "a.service",
                        head + " Id=a.service\n LoadState=loaded\n ActiveState=active\n UnitFileState=enabled\ndone\n"))
                .isEqualTo("exists=true id=a.service load=loaded active=active file=enabled stale=false at_boot=true");
        assertThat(said(
                        "unit",
                        "a.service",
                        head + " Id=a.service\n LoadState=not-found\n ActiveState=inactive\n UnitFileState=\ndone\n"))
                .isEqualTo("exists=false id=a.service load=not-found active=inactive file=not-found stale=false"
                        + " at_boot=false");
        assertThat(said("unit", "a.service", "manager none\nasked\n a.service\ndone\n"))
                .startsWith("no-tool");
    }

    @Test
    void theNewestOfSeveralPackagesIsItsVersion() {
        assertThat(said(
                        "package",
                        "k",
                        "manager rpm\nstatus 0\npackages\n rpm/ii/0:4.1-1\n k/ii/1:5.9-3\n k/ii/1:5.10-2\ndone\n"))
                .isEqualTo("name=k version=5.10 full=1:5.10-2 versions=[1:5.9-3,1:5.10-2] whole=true held=false"
                        + " manager=rpm");
        assertThat(said("package", "k", "manager dpkg\nstatus 1\npackages\n dpkg/ii /1.21\ndone\n"))
                .isEqualTo("absent");
        assertThat(said("package", "k", "manager dpkg\nstatus 2\npackages\nerror\n locked\npackages\ndone\n"))
                .startsWith("not-readable");
    }

    @Test
    void anAccountIsFoundOrAbsent() {
        assertThat(said(
                        "account",
                        "app",
                        "entry\n app:x:998:997:App,,,:/srv/app:/bin/sh\nnumbers 997 4\ngroups app adm\ndone\n"))
                .isEqualTo("name=app uid=998 gid=997 home=/srv/app shell=/bin/sh groups=[app,adm]");
        assertThat(said("account", "app", "entry\n app:x:998:997:::\nnumbers 997 4\ngroups app domain users\ndone\n"))
                .isEqualTo("name=app uid=998 gid=997 home= shell=");
        assertThat(said("account", "app", "absent\ndone\n")).isEqualTo("absent");
        assertThat(said("account", "app", "failed\ndone\n")).startsWith("not-readable");
    }

    @ParameterizedTest
    @CsvSource({"unit,-x", "unit,a b", "package,--help", "package,*", "account,-x", "account,0", "account,$(id)"})
    void whatIsNoNameIsRefused(String fact, String subject) {
        assertThat(FACTS.get(fact).subject().orElseThrow().refusal().apply(subject))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "memory", "swap", "block-devices", "mounts"})
    void whatThereIsOneOfHasNoSubject(String fact) {
        assertThat(FACTS.get(fact).subject()).isEmpty();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void thisMachineIsRead(Shell shell) {
        for (PublishedFact<?> fact :
                Stream.of("cpu", "memory", "swap", "mounts").map(FACTS::get).toList()) {
            assertThat(read(shell, fact, "")).isNotBlank();
        }
        assertThat(read(shell, FACTS.get("account"), "root")).startsWith("name=root uid=0 gid=0 home=/root");
        assertThat(read(shell, FACTS.get("account"), "no-such-user")).isEqualTo("absent");
        assertThat(read(shell, FACTS.get("account"), "0")).isEqualTo("absent");
    }

    private static <T> String read(Shell shell, PublishedFact<T> fact, String subject) {
        FactRequest<T> request = fact.request().apply(subject);
        Reading<T> reading = ScriptRun.under(shell).run(request).reading(request);
        return fact.in(facts(request, reading), subject).fold(value -> text(fact, value), missing -> {
            throw new AssertionError(missing);
        });
    }
}

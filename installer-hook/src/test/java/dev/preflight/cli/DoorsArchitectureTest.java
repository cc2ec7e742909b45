package dev.preflight.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.preflight.api.Catalogue;
import dev.preflight.profile.ProfileLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layers of this module: the doors ({@code cli}, {@code hook}, {@code izpack}) over the service ({@code app}) over
 * the core. An installer that embeds the hook gets neither the command line nor its library.
 */
@AnalyzeClasses(
        packages = "dev.preflight",
        importOptions = {ImportOption.DoNotIncludeTests.class, DoorsArchitectureTest.OwnClasses.class})
class DoorsArchitectureTest {
    /**
     * {@code mvn verify} has other modules as jars, {@code mvn test} as folders: also their tests, and what the jar of rules
     * contains of others.
     */
    static final class OwnClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar") && !location.contains("/dev/preflight/rules/lib/");
        }
    }

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.preflight.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.preflight.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.preflight.cli..", "picocli..");

    @ArchTest
    static final ArchRule NO_DOOR_KNOWS_A_CHECK_BY_NAME = noClasses()
            .that()
            .resideOutsideOfPackage("dev.preflight.checks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.preflight.checks..");

    @ArchTest
    static final ArchRule THE_SERVICE_KNOWS_NO_DOOR = noClasses()
            .that()
            .resideInAPackage("dev.preflight.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.preflight.cli..", "dev.preflight.hook..", "dev.preflight.izpack..");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NEITHER_SERVICE_NOR_DOOR = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.preflight.app..", "dev.preflight.cli..", "dev.preflight.hook..", "dev.preflight.izpack..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.preflight.app..", "dev.preflight.cli..", "dev.preflight.hook..", "dev.preflight.izpack..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_USES_THE_SERVICE_AND_NO_OTHER_DOOR = noClasses()
            .that()
            .resideInAPackage("dev.preflight.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.preflight.hook..", "dev.preflight.izpack..");

    /** IzPack merges the jars of listeners, so it is given this class alone. */
    @ArchTest
    static final ArchRule THE_LISTENER_OF_IZPACK_NEEDS_NOTHING_BUT_IZPACK = classes()
            .that()
            .resideInAPackage("dev.preflight.izpack..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.preflight.izpack..", "com.izforge.izpack..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_THE_SERVICE_STARTS_RUNS_AND_LOADS_PROFILES = noClasses()
            .that()
            .resideInAnyPackage("dev.preflight.cli..", "dev.preflight.hook..", "dev.preflight.izpack..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.preflight.transport..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ProfileLoader.class)
            .orShould()
            .accessTargetWhere(loadsTheCatalogue());

    @ArchTest
    static final ArchRule THE_HOOK_EXPOSES_NOTHING_OF_ENGINE_AND_SERVICE = classes()
            .that()
            .resideInAPackage("dev.preflight.hook..")
            .and()
            .arePublic()
            .should(exposeOnly(
                    "dev.preflight.hook", "dev.preflight.inventory", "dev.preflight.node", "dev.preflight.verdict"));

    private static DescribedPredicate<JavaAccess<?>> loadsTheCatalogue() {
        return DescribedPredicate.describe(
                "loads the catalogue",
                access -> access.getTargetOwner().isEquivalentTo(Catalogue.class)
                        && access.getTarget().getName().equals("load"));
    }

    /** Signatures of public methods and constructors use no types of this project but those of these packages. */
    private static ArchCondition<JavaClass> exposeOnly(String... packages) {
        Set<String> allowed = Set.of(packages);
        return new ArchCondition<>("expose only types of " + String.join(", ", packages)) {
            @Override
            public void check(JavaClass exposed, ConditionEvents events) {
                for (JavaCodeUnit unit : exposed.getCodeUnits()) {
                    if (!unit.getModifiers().contains(JavaModifier.PUBLIC)) {
                        continue;
                    }
                    types(unit)
                            .filter(type -> type.getPackageName().startsWith("dev.preflight"))
                            .filter(type -> !allowed.contains(type.getPackageName()))
                            .forEach(type -> events.add(SimpleConditionEvent.violated(
                                    unit, unit.getDescription() + " exposes " + type.getName())));
                }
            }
        };
    }

    private static Stream<JavaClass> types(JavaCodeUnit unit) {
        Stream<JavaType> signature = Stream.concat(
                Stream.of(unit.getReturnType()),
                Stream.concat(unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()));
        return signature.flatMap(type -> type.getAllInvolvedRawTypes().stream()).collect(Collectors.toSet()).stream();
    }
}

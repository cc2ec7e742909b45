package dev.preflight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the house is built: which way dependencies point, and who alone may use which library. */
@AnalyzeClasses(packages = "dev.preflight", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.preflight.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_SPEAKS_SSH = only("com.jcraft.jsch..", "dev.preflight.transport.ssh..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_READS_YAML = only("org.yaml.snakeyaml..", "dev.preflight.yaml..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_READS_JSON = only("com.fasterxml.jackson..", "dev.preflight.json..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_THE_LANGUAGE_OF_RULES = only("dev.cel..", "dev.preflight.rules..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_STARTS_PROCESSES =
            only("org.apache.commons.exec..", "dev.preflight.transport.local..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_LOOKS_AT_OUR_OWN_MACHINE = only("oshi..", "dev.preflight.controller..");

    @ArchTest
    static final ArchRule FACTS_KNOW_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("dev.preflight.fact..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.preflight.fact..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule WHAT_A_CHECK_IS_MADE_OF_KNOWS_FACTS_ALONE = classes()
            .that()
            .resideInAPackage("dev.preflight.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "com.google.re2j..",
                    "dev.preflight.api..",
                    "dev.preflight.define.value..",
                    "dev.preflight.exchange..",
                    "dev.preflight.fact..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule WHAT_HOSTS_SAY_OF_EACH_OTHER_KNOWS_FACTS_ALONE = classes()
            .that()
            .resideInAPackage("dev.preflight.exchange..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.preflight.exchange..", "dev.preflight.fact..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule TRANSPORTS_KNOW_NOTHING_OF_CHECKS = noClasses()
            .that()
            .resideInAPackage("dev.preflight.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.preflight.api..",
                    "dev.preflight.engine..",
                    "dev.preflight.profile..",
                    "dev.preflight.report..",
                    "dev.preflight.probe..");

    @ArchTest
    static final ArchRule SCRIPT_AND_FRAMES_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAPackage("dev.preflight.probe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "dev.preflight.transport.ssh..");

    @ArchTest
    static final ArchRule RESULTS_KNOW_NEITHER_WHO_MAKES_NOR_WHO_RENDERS_THEM = noClasses()
            .that()
            .resideInAPackage("dev.preflight.result..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "dev.preflight.engine..", "dev.preflight.report..");

    @ArchTest
    static final ArchRule REPORTS_ARE_PURE = noClasses()
            .that()
            .resideInAPackage("dev.preflight.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "dev.preflight.engine..");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_ENGINE_BUT_THE_DOORS_AND_TESTS_OF_PROFILES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.preflight.engine..", "dev.preflight.casefile..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.preflight.engine..");

    @ArchTest
    static final ArchRule THE_ENGINE_RENDERS_NOTHING = noClasses()
            .that()
            .resideInAPackage("dev.preflight.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.preflight.report..");

    @ArchTest
    static final ArchRule ENGINE_AND_REPORTS_KNOW_NO_DEFINITIONS = noClasses()
            .that()
            .resideInAnyPackage("dev.preflight.engine..", "dev.preflight.report..", "dev.preflight.param..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.preflight.define..");

    private static ArchRule only(String library, String importer) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(importer)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}

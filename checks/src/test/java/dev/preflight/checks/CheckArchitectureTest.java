package dev.preflight.checks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/** Checks are pure: they see facts and parameters, and nothing else. */
@AnalyzeClasses(packages = "dev.preflight.checks", importOptions = ImportOption.DoNotIncludeTests.class)
class CheckArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.preflight.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_INPUT_OUTPUT_CLOCK_OR_CHANCE = noClasses()
            .should()
            // The address of a page is a value; nothing is fetched by it.
            .dependOnClassesThat(resideInAnyPackage(
                            "java.io..", "java.net..", "java.nio.file..", "java.util.logging..", "org.slf4j..")
                    .and(not(belongToAnyOf(java.net.URI.class, java.net.URISyntaxException.class))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Clock.class,
                    Random.class,
                    java.security.SecureRandom.class,
                    UUID.class,
                    System.class,
                    Runtime.class,
                    Thread.class);

    @ArchTest
    static final ArchRule ONLY_WHAT_A_CHECK_IS_MADE_OF = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.preflight.checks..",
                    "dev.preflight.api..",
                    "dev.preflight.define..",
                    "dev.preflight.exchange..",
                    "dev.preflight.fact..",
                    "dev.preflight.host..",
                    "dev.preflight.json..",
                    "dev.preflight.node..",
                    "dev.preflight.table..",
                    "dev.preflight.version..",
                    "java..",
                    "com.google.re2j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule FACTS_KNOW_NO_CHECK = noClasses()
            .that()
            .resideInAPackage("dev.preflight.checks.fact..")
            .should()
            .dependOnClassesThat()
            .implement(dev.preflight.api.Check.class);
}

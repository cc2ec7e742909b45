package dev.preflight.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** An installer that embeds the hook gets neither the command line nor its library. */
@AnalyzeClasses(packages = "dev.preflight", importOptions = ImportOption.DoNotIncludeTests.class)
class DoorsArchitectureTest {

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
}

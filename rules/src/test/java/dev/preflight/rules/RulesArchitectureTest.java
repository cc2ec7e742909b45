package dev.preflight.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The library is behind one class, and that is behind the interface of the core. */
@AnalyzeClasses(packages = "dev.preflight.rules", importOptions = ImportOption.DoNotIncludeTests.class)
class RulesArchitectureTest {
    @ArchTest
    static final ArchRule ONE_CLASS_IS_SEEN = classes()
            .that()
            .areTopLevelClasses()
            .and(not(type(CelRuleLanguage.class)))
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule RULES_KNOW_NO_CHECK_AND_NO_HOST = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "com.google.common..",
                    "com.google.re2j..",
                    "dev.cel..",
                    "dev.preflight.api..",
                    "dev.preflight.define..",
                    "dev.preflight.node..",
                    "dev.preflight.param..",
                    "dev.preflight.rules..",
                    "dev.preflight.version..",
                    "java..",
                    "org.jspecify..");
}

package gpudyno;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of the house.
class ArchitectureTest {
    private static final String[] ENGINES = {"serve", "cache", "load", "tune", "gpu", "watch", "trace", "report", "simulate"};
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("gpudyno");

    private static String in(String room) {
        return "gpudyno." + room + "..";
    }

    @Test
    void theModelKnowsNobody() {
        noClasses().that().resideInAPackage(in("model")).should().dependOnClassesThat(
                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("gpudyno..")
                        .and(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(in("model"))))
                .check(MAIN);
        classes().that().resideInAPackage(in("model")).should().onlyDependOnClassesThat().resideInAnyPackage("gpudyno.model..", "java..",
                "org.jspecify..", "com.fasterxml.jackson.annotation..", "org.HdrHistogram..").check(MAIN);
    }

    @Test
    void sharedToolsKnowOnlyTheModel() {
        for (String tool : new String[]{"store", "expression", "exposition"}) {
            noClasses().that().resideInAPackage(in(tool)).should().dependOnClassesThat(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("gpudyno..")
                            .and(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(in("model"), in(tool))))
                    .allowEmptyShould(true).check(MAIN);
        }
    }

    @Test
    void enginesKnowTheModelTheSharedToolsAndTheirThreeAllowedNeighbours() {
        for (String engine : ENGINES) {
            for (String other : ENGINES) {
                boolean allowed = engine.equals(other) || engine.equals("serve") && (other.equals("cache") || other.equals("trace"))
                        || engine.equals("tune") && other.equals("load");
                if (!allowed) {
                    noClasses().that().resideInAPackage(in(engine)).should().dependOnClassesThat().resideInAPackage(in(other))
                            .allowEmptyShould(true)
                            .check(MAIN);
                }
            }
            noClasses().that().resideInAPackage(in(engine)).should().dependOnClassesThat()
                    .resideInAnyPackage(in("node"), in("console"), in("cli"))
                    .allowEmptyShould(true).check(MAIN);
        }
    }

    @Test
    void theNodeKnowsNeitherConsoleNorCommandLine() {
        noClasses().that().resideInAPackage(in("node")).should().dependOnClassesThat().resideInAnyPackage(in("console"), in("cli"))
                .check(MAIN);
        noClasses().that().resideInAPackage("gpudyno.node").should().dependOnClassesThat().resideInAnyPackage("gpudyno.node.*..")
                .check(MAIN);
    }

    @Test
    void theConsoleKnowsTheContractAndTheModelAlone() {
        noClasses().that().resideInAPackage(in("console")).should().dependOnClassesThat(
                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("gpudyno..")
                        .and(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(in("console"), in("model"),
                                "gpudyno.node")))
                .allowEmptyShould(true).check(MAIN);
    }

    @Test
    void javaFxIsInTheConsoleAlone() {
        noClasses().that().resideOutsideOfPackage(in("console")).should().dependOnClassesThat().resideInAPackage("javafx..").check(MAIN);
    }

    @Test
    void roomsHaveNoCircles() {
        slices().matching("gpudyno.(*)..").should().beFreeOfCycles().check(MAIN);
        slices().matching("gpudyno.model.(*)..").should().beFreeOfCycles().check(MAIN);
        slices().matching("gpudyno.console.(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(MAIN);
    }
}

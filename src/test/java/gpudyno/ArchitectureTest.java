package gpudyno;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.Formatter;
import org.junit.jupiter.api.Test;

/// The arrows of the house.
class ArchitectureTest {
    private static final String[] ENGINES = {"serve", "cache", "load", "tune", "gpu", "watch", "foresight", "trace", "report", "simulate",
        "machine"};
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("gpudyno");

    private static String in(String room) {
        return "gpudyno." + room + "..";
    }

    /// Numbers and names are written alike wherever the program runs: in Turkish `I` is not the capital of `i`, in Arabic digits are others.
    @Test
    void nothingIsWrittenAsThePlatformsLanguageHasIt() {
        noClasses().should().callMethod(String.class, "format", String.class, Object[].class).orShould()
                .callMethod(String.class, "formatted", Object[].class).orShould().callMethod(String.class, "toLowerCase").orShould()
                .callMethod(String.class, "toUpperCase").orShould().callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould().callMethod(PrintStream.class, "format", String.class, Object[].class).orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class).orShould()
                .callMethod(PrintWriter.class, "format", String.class, Object[].class).orShould().callConstructor(Formatter.class)
                .orShould().callConstructor(DecimalFormat.class, String.class).orShould().callMethod(NumberFormat.class, "getInstance")
                .check(MAIN);
    }

    @Test
    void theModelKnowsNobody() {
        noClasses().that().resideInAPackage(in("model")).should().dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("gpudyno..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage(in("model"))))
                .check(MAIN);
        classes().that().resideInAPackage(in("model")).should().onlyDependOnClassesThat().resideInAnyPackage("gpudyno.model..", "java..",
                "org.jspecify..", "com.fasterxml.jackson.annotation..", "org.HdrHistogram..").check(MAIN);
    }

    @Test
    void sharedToolsKnowOnlyTheModel() {
        for (String tool : new String[]{"store", "expression", "exposition"}) {
            noClasses().that().resideInAPackage(in(tool)).should().dependOnClassesThat(
                    JavaClass.Predicates.resideInAPackage("gpudyno..")
                            .and(JavaClass.Predicates.resideOutsideOfPackages(in("model"), in(tool))))
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
                JavaClass.Predicates.resideInAPackage("gpudyno..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(in("console"), in("model"),
                                "gpudyno.node")))
                .allowEmptyShould(true).check(MAIN);
    }

    @Test
    void routesAndRemotesKnowTheContractsAlone() {
        noClasses().that().resideInAPackage("gpudyno.node.server").and().haveSimpleNameEndingWith("Routes").should().dependOnClassesThat()
                .resideInAnyPackage("gpudyno.node.local..", "gpudyno.node.remote..").check(MAIN);
        noClasses().that().resideInAPackage("gpudyno.node.server").and().haveSimpleNameEndingWith("Routes").should().dependOnClassesThat()
                .areAssignableTo(gpudyno.node.Node.class).check(MAIN);
        noClasses().that().resideInAPackage("gpudyno.node.remote").should().dependOnClassesThat()
                .resideInAnyPackage("gpudyno.node.local..", "gpudyno.node.server..").check(MAIN);
        noClasses().that().resideInAPackage("gpudyno.node.remote").should().dependOnClassesThat()
                .resideInAnyPackage(java.util.Arrays.stream(ENGINES).map(ArchitectureTest::in).toArray(String[]::new)).check(MAIN);
    }

    /// What one needs of another the node hands it as a function.
    @Test
    void modulesOfANodeDoNotKnowEachOther() {
        DescribedPredicate<JavaClass> modules = new DescribedPredicate<>("modules of a node") {
            @Override
            public boolean test(JavaClass one) {
                return !one.isInterface() && one.isAssignableTo("gpudyno.node.local.NodeModule");
            }
        };
        assertThat(MAIN.that(modules).size()).isGreaterThan(5);
        for (JavaClass module : MAIN.that(modules)) {
            noClasses().that().belongToAnyOf(module.reflect()).should().dependOnClassesThat(modules.and(new DescribedPredicate<>("others") {
                @Override
                public boolean test(JavaClass other) {
                    return !other.equals(module);
                }
            })).check(MAIN);
        }
    }

    /// A capability has the same rooms everywhere: its contract, routes of its own, a remote of its own.
    @Test
    void everyContractOfANodeHasItsRoutesAndItsRemote() {
        for (java.lang.reflect.Method capability : gpudyno.node.Node.class.getDeclaredMethods()) {
            Class<?> contract = capability.getReturnType();
            if (contract.isInterface() && contract.getPackageName().equals("gpudyno.node")) {
                for (String room : new String[]{"gpudyno.node.server", "gpudyno.node.remote"}) {
                    assertThat(MAIN.stream().filter(one -> one.getPackageName().equals(room))
                            .filter(one -> room.endsWith("server")
                                    ? one.getSimpleName().endsWith("Routes")
                                    : !one.getSimpleName().equals("RemoteNode"))
                            .filter(one -> one.getDirectDependenciesFromSelf().stream()
                                    .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(contract)
                                            || contract.equals(gpudyno.node.Changes.class)
                                                    && dependency.getTargetClass().isEquivalentTo(gpudyno.node.Change.class))))
                            .as(contract.getSimpleName() + " in " + room).isNotEmpty();
                }
            }
        }
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

package dev.syncprotocol.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of docs/decisions/0001, seen by a machine: this module has every other one on its class path. */
class ArchitectureTest {
    private static final int AT_LEAST = 300;
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages("dev.syncprotocol");

    @Test
    void seesTheWholeProduct() {
        assertThat(PRODUCT.size()).isGreaterThan(AT_LEAST);
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName))
                .anyMatch(name -> name.startsWith("dev.syncprotocol.protocol"))
                .anyMatch(name -> name.startsWith("dev.syncprotocol.coordinator"))
                .anyMatch(name -> name.startsWith("dev.syncprotocol.training"))
                .anyMatch(name -> name.startsWith("dev.syncprotocol.djl"));
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("dev.syncprotocol.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void keepsDjlInItsModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.syncprotocol.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(PRODUCT);
    }

    @Test
    void keepsJGitInTheLedgerAndTheWorkspace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.syncprotocol.coordinator.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .check(PRODUCT);
    }

    @Test
    void keepsTheMapperInProtocolJson() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.syncprotocol.protocol.json..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("ObjectMapper")
                .check(PRODUCT);
    }

    @Test
    void letsOnlyTheCommandLineKnowPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.syncprotocol.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(PRODUCT);
    }

    @Test
    void letsTheCoordinatorKnowNoTrainer() {
        noClasses()
                .that()
                .resideInAPackage("dev.syncprotocol.coordinator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.syncprotocol.training..",
                        "dev.syncprotocol.runs..",
                        "dev.syncprotocol.djl..",
                        "dev.syncprotocol.gates..")
                .check(PRODUCT);
    }

    @Test
    void writesToStandardStreamsOnlyFromTheCommandLineAndTheEngineProcess() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "dev.syncprotocol.cli..",
                        "dev.syncprotocol.training.launch..",
                        "dev.syncprotocol.aoi.launch..")))
                .should(accessStandardStreams())
                .check(PRODUCT);
    }

    @Test
    void readsTheEnvironmentOnlyAtTheDoors() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "dev.syncprotocol.cli..",
                        "dev.syncprotocol.training.launch..",
                        "dev.syncprotocol.aoi.launch..")))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(PRODUCT);
    }

    @Test
    void hasNoNamesWithoutAReasonToStopGrowing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Misc|Common)")
                .check(PRODUCT);
    }

    @Test
    void throwsNoRawRuntimeException() {
        // A subclass's own super(…) call is how a fact gets its message.
        noClasses()
                .that()
                .areNotAssignableTo(RuntimeException.class)
                .should()
                .callConstructor(RuntimeException.class)
                .orShould()
                .callConstructor(RuntimeException.class, String.class)
                .orShould()
                .callConstructor(RuntimeException.class, String.class, Throwable.class)
                .orShould()
                .callConstructor(RuntimeException.class, Throwable.class)
                .check(PRODUCT);
    }

    @Test
    void marksEveryPackageNull() {
        classes()
                .that(not(resideInAPackage("dev.syncprotocol")))
                .should(new ArchCondition<JavaClass>("live in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(
                                new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void declaresNoCheckedExceptionButIo() {
        noMethods().should().declareThrowableOfType(Exception.class).check(PRODUCT);
    }

    private static ArchCondition<JavaClass> accessStandardStreams() {
        return new ArchCondition<>("access System.out, System.err or print a stack trace") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    boolean stream = access.getTargetOwner().isEquivalentTo(System.class)
                            && (access.getName().equals("out")
                                    || access.getName().equals("err"));
                    if (stream) {
                        events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
                    }
                }
            }
        };
    }
}

package dev.signet.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each rule names the least number of classes that it speaks of, so that it cannot pass on nothing. */
@DisplayName("DESIGN §4: who may know what")
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.signet");

    private static final String DOMAIN = "dev.signet.domain..";
    private static final String CRDS = "dev.signet.crds..";
    private static final String KUBERNETES = "dev.signet.kubernetes..";
    private static final String HTTP = "dev.signet.http..";
    private static final String APP = "dev.signet.app..";

    /** Those that write past the Applier, each for a reason. */
    private static final Set<String> WRITERS = Set.of(
            Applier.class.getName(),
            // Events have no state to keep, and one that is lost is only logged.
            Warnings.class.getName(),
            // The Lease is nobody's state but its own, under the rules of leader election.
            "dev.signet.app.Leadership",
            // A review is a question that is asked by a POST; nothing is stored.
            "dev.signet.kubernetes.agenttoken.SubjectAccessCheck",
            "dev.signet.kubernetes.edge.ClusterServiceAccounts");

    private static final Pattern WRITE = Pattern.compile(
            "create|createOr.*|update|updateStatus|patch|patchStatus|replace|replaceStatus|edit|editStatus|accept"
                    + "|delete|serverSideApply|deleteByGracePeriod|evict|scale|raw|writeOperations|resourceOperations");

    private static final Pattern FRAMEWORK_WRITE = Pattern.compile("patch.*|update.*|resourceOperations");

    private static final Pattern VAGUE = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl|Base)");

    private static final int LONGEST_RECONCILER = 80;

    @Test
    void theDomainKnowsTheJdkAndItsFourLibraries() {
        atLeast(380, DOMAIN);

        classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        DOMAIN,
                        "java..",
                        "javax.crypto..",
                        "javax.security..",
                        "org.bouncycastle..",
                        "com.nimbusds..",
                        "inet.ipaddr..",
                        "com.google.re2j..",
                        "org.jspecify..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.util.logging..", "java.sql..")
                .check(ALL);
    }

    @Test
    void onlyTheCompositionRootReadsAClockOrMakesRandomness() {
        atLeast(380, DOMAIN);
        atLeast(135, KUBERNETES);
        atLeast(70, HTTP);

        noClasses()
                .that()
                .resideInAnyPackage(DOMAIN, CRDS, KUBERNETES, HTTP)
                .should()
                .accessTargetWhere(describe("reads a clock or makes randomness", ArchitectureTest::isAmbient))
                .check(ALL);
        assertThat(ALL.get(ControllerRole.class).getAccessesFromSelf())
                .as("the rule sees what it looks for where that is")
                .anyMatch(ArchitectureTest::isAmbient);
    }

    private static boolean isAmbient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return switch (owner) {
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.security.SecureRandom", "java.util.Random" ->
                name.equals("<init>") || name.startsWith("getInstance");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.concurrent.ThreadLocalRandom", "java.util.SplittableRandom" -> true;
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.Date" -> name.equals("<init>") && parameters(access) == 0;
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static int parameters(JavaAccess<?> access) {
        return ((AccessTarget.CodeUnitAccessTarget) access.getTarget())
                .getRawParameterTypes()
                .size();
    }

    @Test
    void theControllersAndTheTokenServiceDoNotKnowEachOther() {
        atLeast(135, KUBERNETES);
        atLeast(70, HTTP);

        noClasses()
                .that()
                .resideInAPackage(KUBERNETES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HTTP, APP, "io.vertx..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage(HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KUBERNETES, CRDS, APP, "io.fabric8..", "io.javaoperatorsdk..")
                .check(ALL);
    }

    @Test
    void theResourcesKnowAnnotationsAlone() {
        atLeast(90, CRDS);

        classes()
                .that()
                .resideInAPackage(CRDS)
                .should()
                .onlyDependOnClassesThat(describe(
                        "are the JDK's, annotations, or what a custom resource is made of",
                        each -> each.getPackageName().startsWith("java.")
                                || each.getPackageName().startsWith("dev.signet.crds")
                                || each.isAnnotation()
                                || each.getPackageName().equals("com.fasterxml.jackson.annotation")
                                || each.getName().equals("io.fabric8.kubernetes.client.CustomResource")
                                || each.getName().equals("io.fabric8.kubernetes.api.model.Namespaced")))
                .check(ALL);
    }

    @Test
    void onlyTheApplierWritesToTheCluster() {
        atLeast(135, KUBERNETES);
        assertThat(WRITERS).allMatch(ALL::contain);

        noClasses()
                .that(describe("are no writers", (JavaClass each) -> !WRITERS.contains(each.getName())))
                .should()
                .accessTargetWhere(describe("writes to the cluster", ArchitectureTest::isWrite))
                .check(ALL);
        WRITERS.forEach(writer -> assertThat(ALL.get(writer).getAccessesFromSelf())
                .as("an exception that is not needed any more: %s", writer)
                .anyMatch(ArchitectureTest::isWrite));
    }

    private static boolean isWrite(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getPackageName();
        String name = access.getTarget().getName();
        return (owner.startsWith("io.fabric8.kubernetes.client")
                        && WRITE.matcher(name).matches())
                || (owner.startsWith("io.javaoperatorsdk.operator.api.reconciler")
                        && FRAMEWORK_WRITE.matcher(name).matches());
    }

    @Test
    void noPackagesDependOnEachOtherInCircles() {
        assertThat(packages()).hasSizeGreaterThan(50);

        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public String getDescription() {
                        return "packages";
                    }

                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        return SliceIdentifier.of(javaClass.getPackageName());
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }

    @Test
    void noNameSaysOnlyThatAClassIsUseful() {
        assertThat(ALL).hasSizeGreaterThan(720);

        noClasses()
                .should(be(describe(
                        "named after nothing",
                        (JavaClass each) -> VAGUE.matcher(each.getSimpleName()).matches())))
                .check(ALL);
    }

    @Test
    void everyPackageSaysWhatItIsForAndThatNothingIsNull() {
        List<String> unmarked = packages().stream()
                .filter(name -> !ALL.getPackage(name).isAnnotatedWith(NullMarked.class))
                .toList();

        assertThat(packages()).hasSizeGreaterThan(50);
        assertThat(unmarked)
                .as("packages without a package-info that is @NullMarked")
                .isEmpty();
    }

    @Test
    void whatIsNotMeantToBeExtendedIsFinal() {
        assertThat(ALL).hasSizeGreaterThan(720);

        DescribedPredicate<JavaClass> open = describe(
                "are open",
                each -> !each.getModifiers().contains(JavaModifier.FINAL)
                        && !each.isInterface()
                        && !each.isEnum()
                        && !each.getModifiers().contains(JavaModifier.ABSTRACT)
                        && !each.isAnonymousClass());

        assertThat(ALL.that(open).stream().map(JavaClass::getName))
                .as("classes that are not final; the framework instantiates and sets up custom resources")
                .allMatch(name -> name.startsWith("dev.signet.crds."));
    }

    @Test
    void aReconcilerIsShort() throws IOException {
        List<JavaClass> reconcilers = ALL.stream()
                .filter(each -> each.isAssignableTo(Reconciler.class))
                .toList();

        assertThat(reconcilers).hasSizeGreaterThanOrEqualTo(2);
        for (JavaClass each : reconcilers) {
            assertThat(lines(each))
                    .as("lines of %s: gather, decide, apply, report, and nothing else", each.getSimpleName())
                    .isLessThanOrEqualTo(LONGEST_RECONCILER);
        }
    }

    private static long lines(JavaClass each) throws IOException {
        Path source = Path.of("../kubernetes/src/main/java", each.getName().replace('.', '/') + ".java");
        try (Stream<String> lines = Files.lines(source)) {
            return lines.count();
        }
    }

    private static Set<String> packages() {
        return ALL.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Fails where a module has not been found, or not all of it. */
    private static void atLeast(int count, String packages) {
        String prefix = packages.substring(0, packages.length() - 2);
        assertThat(ALL.stream()
                        .filter(each -> each.getPackageName().equals(prefix)
                                || each.getPackageName().startsWith(prefix + ".")))
                .as("classes in %s", packages)
                .hasSizeGreaterThanOrEqualTo(count);
    }
}

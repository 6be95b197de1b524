package dev.signet.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.signet.domain.FailureCode.Remedy;
import dev.signet.domain.refresh.RefreshPolicy;
import dev.signet.domain.verification.Verifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("One enumeration for all reasons")
class FailureCodeTest {

    private static final JavaClasses DOMAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.signet.domain");

    @Test
    void whatIsWrongWithARequestIsSaidByTheDecisionsOfTheTokenServiceAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Verifier.class.getPackageName(),
                        RefreshPolicy.class.getPackageName(),
                        FailureCode.class.getPackageName())
                .should()
                .accessTargetWhere(describe("is a reason of the token service", FailureCodeTest::isOfARequest))
                .check(DOMAIN);
        assertThat(DOMAIN.get(Verifier.class).getAccessesFromSelf())
                .as("the rule sees what it looks for where that is")
                .anyMatch(FailureCodeTest::isOfARequest);
    }

    private static boolean isOfARequest(JavaAccess<?> access) {
        String name = access.getTarget().getName();
        return access.getTargetOwner().getName().equals(FailureCode.class.getName())
                && Stream.of(FailureCode.values())
                        .filter(code -> code.remedy() == Remedy.CHANGE_REQUEST)
                        .anyMatch(code -> code.name().equals(name));
    }
}

package dev.signet.domain.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L6, L10: a restriction that is missing denies")
class NamedRestrictionsTest {

    @Test
    void whereAllAreThereNothingIsDenied() {
        assertThat(NamedRestrictions.STANDING.denial()).isEmpty();
        assertThat(named("", "").denial()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "info-only | '' | info-only is not there: create it",
                "b a | '' | a, b are not there: create them",
                "'' | rules | rules is unreadable: correct it",
                "'' | s r | r, s are unreadable: correct them",
                "a | r | a is not there: create it and r is unreadable: correct it",
            })
    void eachThatIsMissingOrUnreadableIsNamed(String missing, String unreadable, String fault) {
        assertThat(named(missing, unreadable).denial())
                .contains(new Refusal(
                        FailureCode.RestrictionMissing,
                        "denied everywhere, since of spec.restrictionRefs " + fault
                                + " in this namespace, or remove the reference"));
    }

    @Test
    void theRestrictionMayComeYet() {
        assertThat(FailureCode.RestrictionMissing.stalls()).isFalse();
    }

    private static NamedRestrictions named(String missing, String unreadable) {
        return new NamedRestrictions(words(missing), words(unreadable));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}

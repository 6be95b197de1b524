package dev.signet.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.order.TokenFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What no verifier would take is not issued: a JWT that names too much")
class JwtNamesTest {

    /** With {@code signet-<26>:ci:} before it, its quotes and a comma, a group takes 40 bytes more than it has. */
    private static final int QUALIFIED = 40;

    private static String[] names(int many, int length) {
        return IntStream.range(0, many)
                .mapToObj(i -> "%03d".formatted(i) + "x".repeat(length - 3))
                .toArray(String[]::new);
    }

    private static Optional<Refusal> refusal(DraftOrder draft) {
        return JwtNames.tooMany(draft.order(), "ci");
    }

    @Test
    void asManyGroupsAsAnyoneHasFit() {
        assertThat(refusal(new DraftOrder().subject("User", "ada", names(64, 40))))
                .isEmpty();
    }

    @Test
    void theLastByteThatFitsIsTheMost() {
        String scopes = "identity";
        int length = JwtNames.MOST - (scopes.length() + 3) - 31 * (QUALIFIED + 150);
        DraftOrder most = new DraftOrder().scopes(scopes).audiences().subject("User", "ada", names(31, 150));

        assertThat(refusal(most.audiences("a".repeat(length - 3)))).isEmpty();
        assertThat(refusal(most.audiences("a".repeat(length - 2)))).isPresent();
    }

    @Test
    void theMessageNamesTheFieldTheFaultAndWhatToWrite() {
        Refusal refusal =
                refusal(new DraftOrder().subject("User", "ada", names(64, 253))).orElseThrow();

        assertThat(refusal.code()).isEqualTo(FailureCode.InvalidSpec);
        assertThat(refusal.message())
                .startsWith("spec.subject.groups: groups, audiences and scopes take 187")
                .contains("more than the 6144 that fit into the headers of a request")
                .endsWith("Write fewer or shorter ones, or format: Opaque");
        assertThat(refusal(new DraftOrder().audiences(names(32, 255)))
                        .orElseThrow()
                        .message())
                .startsWith("spec.audiences: ");
    }

    @Test
    void groupsThatScopesNameCountAsGroups() {
        assertThat(refusal(new DraftOrder()
                        .subject("User", "ada", names(30, 160))
                        .scopes("member-of-groups:" + String.join(",", names(3, 150)))))
                .isPresent();
    }

    @Test
    void whatIsNoJwtMayNameAsMuchAsAdmissionLetsPass() {
        assertThat(refusal(new DraftOrder().format(TokenFormat.Opaque).subject("User", "ada", names(64, 253))))
                .isEmpty();
    }
}

package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.verification.LiveToken.Standing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each list has every fault that a form of token can have, in the order in which they are told. Of two faults the first is told, so
 * that a log says the same of the same token always, and nothing of a token before it is proven.
 */
@DisplayName("Of several faults the first in the order of the steps is told")
class OrderOfChecksTest {

    /** What only endpoints and controllers say. */
    private static final Set<FailureCode> NOT_OF_THE_VERIFIER = EnumSet.of(
            FailureCode.CredentialMissing,
            FailureCode.CredentialMalformed,
            FailureCode.CredentialsConflict,
            FailureCode.UsernameMismatch,
            FailureCode.RequestUnknown,
            FailureCode.HeaderForged,
            FailureCode.HostNotProtected);

    /**
     * Something that is wrong.
     *
     * @param step faults of one step exclude each other
     * @param outcome what is told, where it is the first
     * @param brought makes a scene have it
     */
    private record Fault(int step, String outcome, UnaryOperator<Scene> brought) {

        FailureCode code() {
            String told = outcome.substring(outcome.lastIndexOf(',') + 1).strip();
            return FailureCode.valueOf(told.split(" ", 2)[0]);
        }
    }

    private record Pair(Supplier<Scene> form, Fault first, Fault second) {
        @Override
        public String toString() {
            return first.code() + " before " + second.code();
        }
    }

    private static final List<Fault> OF_JWT = List.of(
            new Fault(
                    0,
                    "not yet known, KeyUnknown of an unknown token",
                    scene -> scene.knowing(state -> state.retire(Signer.AUTHORITY))),
            new Fault(1, "SignatureInvalid of an unknown token", Scene::forged),
            new Fault(2, "ClaimsInvalid of an unknown token", scene -> scene.saying(token -> token.epoch(-1))),
            new Fault(3, "TokenExpired", scene -> scene.saying(token -> token.expiresAt("9m"))),
            new Fault(3, "TokenNotYetValid", scene -> scene.saying(token -> token.notBefore("11m"))),
            new Fault(4, "IssuerMismatch", scene -> scene.saying(token -> token.issuer("https://other.example"))),
            new Fault(5, "TokenRevoked", scene -> scene.knowing(state -> state.revoke(DraftObject.ID))),
            new Fault(6, "TokenUnknown", Scene::withoutObject),
            new Fault(7, "ClaimsInvalid", scene -> scene.object(object -> object.authority("other"))),
            new Fault(8, "AuthorityReset", scene -> scene.knowing(state -> state.authority("signet", 4))),
            new Fault(9, "TokenSuperseded", scene -> scene.object(object -> object.renewed("1m", "2m"))),
            new Fault(10, "TokenRevoked", scene -> scene.object(object -> object.standing(Standing.REVOKED))),
            new Fault(10, "TokenRevoked", scene -> scene.object(object -> object.standing(Standing.DELETED))),
            new Fault(10, "TokenConsumed", scene -> scene.object(object -> object.standing(Standing.CONSUMED))),
            new Fault(10, "TokenSuperseded", scene -> scene.object(object -> object.standing(Standing.SUPERSEDED))),
            new Fault(10, "ContentChanged", scene -> scene.object(object -> object.standing(Standing.CONTENT_CHANGED))),
            new Fault(10, "TokenWithdrawn", scene -> scene.object(object -> object.standing(Standing.WITHDRAWN))));

    private static final List<Fault> OF_DIGEST = List.of(
            new Fault(0, "not yet known, TokenUnknown of an unknown token", Scene::withoutObject),
            new Fault(1, "TokenRevoked", scene -> scene.knowing(state -> state.revoke(DraftObject.ID))),
            new Fault(2, "TokenExpired", scene -> scene.object(object -> object.acceptedUntil("9m"))),
            new Fault(2, "TokenSuperseded", scene -> scene.object(object -> object.renewed("1m", "2m"))),
            new Fault(3, "AuthorityReset", scene -> scene.knowing(state -> state.authority("signet", 4))),
            new Fault(4, "TokenRevoked", scene -> scene.object(object -> object.standing(Standing.REVOKED))),
            new Fault(4, "ContentChanged", scene -> scene.object(object -> object.standing(Standing.CONTENT_CHANGED))));

    private static final List<Fault> OF_EXCHANGED = List.of(
            new Fault(
                    0,
                    "TokenRevoked",
                    scene -> scene.knowing(state -> state.revoke("e7c4a1de-0000-4000-8000-000000000007"))),
            new Fault(1, "TokenRevoked", Scene::withoutObject),
            new Fault(2, "AuthorityReset", scene -> scene.knowing(state -> state.authority("signet", 4))),
            new Fault(3, "AuthorityReset", scene -> scene.object(object -> object.epoch(2))),
            new Fault(4, "TokenRevoked", scene -> scene.object(object -> object.standing(Standing.DELETED))),
            new Fault(5, "ContentChanged", scene -> scene.object(object -> object.scopes("identity"))));

    /** The same for all forms. */
    private static final List<Fault> OF_TERMS = List.of(
            new Fault(20, "UseMismatch", scene -> scene.demanding(terms -> terms.uses(TokenUse.Enrollment))),
            new Fault(21, "AudienceMismatch", scene -> scene.demanding(terms -> terms.service("web"))),
            new Fault(22, "TenantNotAllowed", scene -> scene.demanding(terms -> terms.tenants("web"))),
            new Fault(23, "ClientNotAllowed", scene -> scene.object(object -> object.networks("192.168.0.0/16"))),
            new Fault(24, "RequestRestricted", scene -> scene.object(object -> object.restrictions("gone"))),
            new Fault(
                    24,
                    "RequestAmbiguous",
                    scene -> scene.object(object -> object.restrictions("gone")).demanding(DraftTerms::ambiguous)));

    private static List<Fault> withTerms(List<Fault> faults) {
        return Stream.concat(faults.stream(), OF_TERMS.stream()).toList();
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                        pairs(Scene::jwt, withTerms(OF_JWT)),
                        pairs(Scene::opaque, withTerms(OF_DIGEST)),
                        pairs(Scene::reference, withTerms(OF_DIGEST)),
                        pairs(Scene::exchanged, withTerms(OF_EXCHANGED)))
                .flatMap(List::stream);
    }

    private static List<Pair> pairs(Supplier<Scene> form, List<Fault> faults) {
        List<Pair> pairs = new ArrayList<>();
        for (Fault first : faults) {
            faults.stream()
                    .filter(second -> second.step() > first.step())
                    .forEach(second -> pairs.add(new Pair(form, first, second)));
        }
        return pairs;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void theFirstIsTold(Pair pair) {
        Scene scene = pair.first()
                .brought()
                .apply(pair.second().brought().apply(pair.form().get()));

        assertThat(scene.outcome()).isEqualTo(pair.first().outcome());
    }

    @Test
    void eachIsToldWhereItIsTheOnlyOne() {
        withTerms(OF_JWT)
                .forEach(fault ->
                        assertThat(fault.brought().apply(Scene.jwt()).outcome()).isEqualTo(fault.outcome()));
        withTerms(OF_DIGEST)
                .forEach(fault -> assertThat(fault.brought().apply(Scene.uuid()).outcome())
                        .isEqualTo(fault.outcome()));
        withTerms(OF_EXCHANGED)
                .forEach(fault -> assertThat(
                                fault.brought().apply(Scene.exchanged()).outcome())
                        .isEqualTo(fault.outcome()));
    }

    @Test
    void everyReasonOfTheVerifierIsAmongThem() {
        Set<FailureCode> told = withTerms(OF_JWT).stream()
                .map(Fault::code)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureCode.class)));
        Set<FailureCode> due = Stream.of(FailureCode.values())
                .filter(code -> code.remedy() == FailureCode.Remedy.CHANGE_REQUEST)
                .filter(code -> !NOT_OF_THE_VERIFIER.contains(code))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureCode.class)));

        assertThat(told).isEqualTo(due);
    }
}

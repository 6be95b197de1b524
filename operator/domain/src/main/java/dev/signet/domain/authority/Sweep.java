package dev.signet.domain.authority;

import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKeyState;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is left over of signing keys and goes now.
 *
 * @param destroy keys that have signed their last: the private part goes, the certificate stays for verifiers
 * @param remove keys that status does not list: those it has forgotten, and those that a crash kept from being listed
 */
public record Sweep(Set<Kid> destroy, Set<Kid> remove) {

    static Sweep of(AuthorityFacts facts) {
        Map<Kid, SigningKeyState> rows = facts.record().keys().stream()
                .collect(Collectors.toMap(SigningKeyState::kid, Function.identity(), (one, other) -> one));
        return new Sweep(
                kids(
                        facts,
                        (kid, secret) -> rows.containsKey(kid)
                                && !rows.get(kid).mayHoldPrivateKey(facts.now())
                                && secret.holdsPrivateKey()),
                kids(facts, (kid, secret) -> !rows.containsKey(kid) && secret.recorded()));
    }

    private static Set<Kid> kids(AuthorityFacts facts, BiPredicate<Kid, ObservedSigningKey> which) {
        return facts.signingKeys().entrySet().stream()
                .filter(secret -> which.test(secret.getKey(), secret.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}

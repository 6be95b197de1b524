package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.authority.AuthorityDecision.Cause;
import dev.signet.domain.authority.AuthorityFacts;
import dev.signet.domain.authority.AuthorityPolicy;
import dev.signet.domain.authority.AuthoritySource;
import dev.signet.domain.authority.Establishment;
import dev.signet.domain.authority.ParentAuthority;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the keys of one authority: at once, or in the workshop where they are of RSA. */
final class KeyMaker {

    private static final String RSA = "RSA";

    private final AuthorityEffects effects;
    private final CertificateAuthority authority;
    private final GatheredAuthority gathered;
    private final AuthorityFacts facts;

    KeyMaker(AuthorityEffects effects, CertificateAuthority authority, GatheredAuthority gathered) {
        this.effects = effects;
        this.authority = authority;
        this.gathered = gathered;
        this.facts = gathered.facts();
    }

    /**
     * All that comes into force at once.
     *
     * @param key the authority's
     * @param signing a signing key; empty where the others go on
     * @param keyring that of the token service; empty where it stays as it is
     */
    record Product(AuthorityKey key, Optional<SigningKey> signing, Optional<EdgeKeyrings.Made> keyring) {
        @Override
        public String toString() {
            return "Product";
        }
    }

    /** A new key, and what goes with it; empty: it is being made, and this authority is looked at again then. */
    Optional<Product> made(Cause cause) {
        AuthoritySource.Made source = (AuthoritySource.Made) facts.order().source();
        boolean slow = cause != Cause.RENEWED
                && source.certificate().algorithm().algorithmName().equals(RSA);
        return produce(slow || signingIsSlow(), cause + parent(), () -> product(cause, authority(cause, source)));
    }

    /** What goes with a key that there is already. */
    Optional<Product> around(Cause cause, AuthorityKey key) {
        return produce(
                signingIsSlow(), cause + RecordedCertificate.of(key).sha256().hex(), () -> product(cause, key));
    }

    /** A signing key. */
    Optional<SigningKey> signing(AuthorityKey key, NewKey wanted) {
        return produce(
                isSlow(wanted.algorithm()),
                wanted.phase()
                        + wanted.algorithm().name()
                        + RecordedCertificate.of(key).sha256().hex(),
                () -> signing(key, wanted, effects.random()));
    }

    /** A keyring. */
    <T> Optional<T> keyring(AuthorityKey key, boolean makesKeys, Supplier<T> making) {
        return produce(
                makesKeys && signingIsSlow(),
                "keyring" + RecordedCertificate.of(key).sha256().hex(),
                making);
    }

    private <T> Optional<T> produce(boolean slow, String what, Supplier<T> making) {
        if (!slow) {
            effects.workshop().forget(authority.getMetadata().getUid());
            return Optional.of(making.get());
        }
        return effects.workshop()
                .make(
                        new KeyWorkshop.Customer(
                                authority.getMetadata().getUid(),
                                () -> effects.wake().accept(authority)),
                        authority.getMetadata().getGeneration() + what,
                        making);
    }

    private Product product(Cause cause, AuthorityKey key) {
        Establishment establishment = AuthorityPolicy.establish(facts, cause, key);
        return new Product(
                key,
                establishment.plan().create().map(wanted -> signing(key, wanted, effects.random())),
                EdgeKeyrings.with(establishment, gathered, effects.random()));
    }

    private AuthorityKey authority(Cause cause, AuthoritySource.Made source) {
        AuthoritySpec spec = source.certificate().at(facts.now());
        return cause == Cause.RENEWED ? renewed(spec, facts.keyInForce().orElseThrow()) : fresh(spec);
    }

    private AuthorityKey renewed(AuthoritySpec spec, AuthorityKey key) {
        return facts.parent() instanceof ParentAuthority.Ready parent
                ? IntermediateCertificate.renew(spec, key, parent.key(), facts.now(), effects.random())
                        .orElseThrow()
                        .authority()
                : RootCertificate.renew(spec, key, facts.now(), effects.random());
    }

    private AuthorityKey fresh(AuthoritySpec spec) {
        return facts.parent() instanceof ParentAuthority.Ready parent
                ? IntermediateCertificate.issue(spec, parent.key(), facts.now(), effects.random())
                        .orElseThrow()
                        .authority()
                : RootCertificate.issue(spec, facts.now(), effects.random());
    }

    private static SigningKey signing(AuthorityKey key, NewKey wanted, SecureRandom random) {
        return SigningKey.generate(wanted.algorithm(), key, wanted.notAfter(), wanted.since(), random);
    }

    private String parent() {
        return facts.parent() instanceof ParentAuthority.Ready parent
                ? RecordedCertificate.of(parent.key()).sha256().hex()
                : "";
    }

    private boolean signingIsSlow() {
        return isSlow(facts.order().tokenSigning().algorithm());
    }

    static boolean isSlow(SigningAlgorithm algorithm) {
        return algorithm.keyAlgorithm().algorithmName().equals(RSA);
    }
}

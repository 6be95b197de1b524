package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.EdgeKeyringFault;
import dev.signet.domain.signing.EdgeKeyringPlan;
import dev.signet.domain.signing.TokenSigningSpec;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of the keyring of the token service. It has no status: what stands in its Secret is what there is. A lost one
 * cannot be restored by waiting, and without one nobody refreshes, so it is made anew at once and said.
 */
public sealed interface KeyringDecision {

    /** What stands in its Secret. */
    sealed interface Observed {
        /** There is no such Secret. */
        record Absent() implements Observed {}

        /** There is one, and it is another authority's, which is gone. */
        record Stranded() implements Observed {}

        /** There is one. */
        record Present(Outcome<EdgeKeyring, EdgeKeyringFault> keyring) implements Observed {}
    }

    /** Another object's keyring is still to be collected. */
    record Wait() implements KeyringDecision {}

    /**
     * A first one is to be made.
     *
     * @param lost how the one before it was lost; empty: there was none
     */
    record Create(Optional<String> lost, TokenSigningSpec spec, AuthorityKey authority, Instant now)
            implements KeyringDecision {}

    /** The one there is goes its way. */
    record Follow(EdgeKeyringPlan plan) implements KeyringDecision {}

    /**
     * The authority is withdrawn, and nothing that stands in it counts any more.
     *
     * @param keyring what there is
     */
    record Withdraw(EdgeKeyring keyring, Instant now) implements KeyringDecision {}

    /**
     * What is due now.
     *
     * @param observed what there is
     * @param facts the authority that certifies its keys; an authority that has a certificate had a keyring
     * @param key the key of that authority
     */
    static KeyringDecision decide(Observed observed, AuthorityFacts facts, AuthorityKey key) {
        return of(observed, facts, key, Optional.empty());
    }

    /**
     * What a reset makes due: new keys of both kinds.
     *
     * @param keepTrusted whether what the old ones signed still counts
     */
    static KeyringDecision reset(Observed observed, AuthorityFacts facts, AuthorityKey key, boolean keepTrusted) {
        return of(observed, facts, key, Optional.of(keepTrusted));
    }

    /** What a reset makes due while there is no authority to certify new keys. What is not ours, or cannot be read, stays. */
    static KeyringDecision withdraw(Observed observed, Instant now) {
        return observed instanceof Observed.Present present
                ? present.keyring()
                        .toOptional()
                        .<KeyringDecision>map(keyring -> new Withdraw(keyring, now))
                        .orElseGet(Wait::new)
                : new Wait();
    }

    private static KeyringDecision of(
            Observed observed, AuthorityFacts facts, AuthorityKey key, Optional<Boolean> resetKeepingTrust) {
        TokenSigningSpec spec = facts.order().tokenSigning();
        if (observed instanceof Observed.Stranded) {
            return new Wait();
        }
        if (observed instanceof Observed.Present present) {
            return present.keyring()
                    .toOptional()
                    .<KeyringDecision>map(keyring -> new Follow(resetKeepingTrust
                            .map(keepTrusted -> keyring.reset(spec, key, keepTrusted, facts.now()))
                            .orElseGet(() -> keyring.decide(spec, key, facts.now()))))
                    .orElseGet(() -> new Create(
                            present.keyring().refusal().map(EdgeKeyringFault::message), spec, key, facts.now()));
        }
        boolean had = facts.record().certificate().isPresent();
        return new Create(had ? Optional.of("its Secret does not exist") : Optional.empty(), spec, key, facts.now());
    }

    /** The keyring as it shall be; empty: nothing is to be done. RSA keys take their time. */
    default Optional<EdgeKeyring> carryOut(SecureRandom random) {
        if (this instanceof Create create) {
            return Optional.of(EdgeKeyring.first(create.authority(), create.spec(), create.now(), random));
        }
        if (this instanceof Withdraw withdraw) {
            return Optional.of(withdraw.keyring().withdrawn(withdraw.now(), random));
        }
        return this instanceof Follow follow ? Optional.of(follow.plan().carryOut(random)) : Optional.empty();
    }
}

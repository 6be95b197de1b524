package dev.signet.domain.signing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do about the signing keys of an authority. Equal rows and nothing to create mean: write nothing.
 *
 * @param keys the rows as they shall be, without the new key
 * @param transitions how the old rows became these, in order
 * @param create a key to make
 * @param advancesEpoch whether the key epoch grows by one, which voids every token issued so far, opaque ones too
 * @param nextCheck when time alone will ask for the next decision; empty when it will not
 */
public record SigningKeyPlan(
        List<SigningKeyState> keys,
        List<Transition> transitions,
        Optional<NewKey> create,
        boolean advancesEpoch,
        Optional<Instant> nextCheck) {
    /** A key that went from one phase to a later one. */
    public record Transition(Kid kid, SigningKeyPhase from, SigningKeyPhase to, Reason reason) {}

    /** Why. */
    public enum Reason {
        /** The active key has signed for {@code rotateEvery}. */
        ROTATED,
        /** {@code algorithm} was changed. */
        ALGORITHM_CHANGED,
        /** The certificate ends before the longest token would, and a new one would not. */
        CERTIFICATE_TOO_SHORT,
        /** Everything that the key signed has expired. */
        EXPIRED,
        /** Its private key is lost. */
        LOST,
        /** The authority above it has another key now. */
        AUTHORITY_CHANGED,
        /** Status held two active keys, or two announced ones. */
        SURPLUS,
        /** The clock was set back since; the key's certificate is not valid yet. */
        CLOCK_SET_BACK,
        /** There was no active key. */
        NONE_ACTIVE,
        /** {@code spec.reset}. */
        RESET
    }

    /**
     * A key to make, with a certificate until {@code notAfter}.
     *
     * @param phase {@code Announced}, or {@code Active} where nothing else can sign
     * @param since now
     */
    public record NewKey(SigningAlgorithm algorithm, SigningKeyPhase phase, Instant since, Instant notAfter) {
        /** Its row once it is made. */
        public SigningKeyState row(SigningKey key) {
            return new SigningKeyState(key.kid(), key.algorithm(), phase, since, key.latestExpiry());
        }
    }

    public SigningKeyPlan {
        keys = List.copyOf(keys);
        transitions = List.copyOf(transitions);
    }

    /** The rows with the key that was made for {@link #create()}. */
    public List<SigningKeyState> keysWith(SigningKey made) {
        List<SigningKeyState> all = new ArrayList<>(keys);
        all.add(create.orElseThrow().row(made));
        return List.copyOf(all);
    }
}

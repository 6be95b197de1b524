package dev.signet.domain.ca;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The certificate of an authority below another one. */
public final class IntermediateCertificate {
    /** Why another authority cannot have one below it. */
    public enum Refusal {
        PATH_LENGTH("the authority above has path length 0: it may sign leaves only; reissue it with a greater one"),
        NOT_VALID("the authority above, or one above that, is expired or not yet valid");

        private final String message;

        Refusal(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }

    /**
     * A new intermediate.
     *
     * @param shortened whether it ends before the time asked for, because the chain above it does
     */
    public record Issued(AuthorityKey authority, boolean shortened) {}

    private IntermediateCertificate() {}

    /**
     * Makes a new intermediate with a new key. It never outlives the chain above it: a later {@code notAfter} is shortened to that
     * end, and the result says so. Its path length is the lesser of what is asked for and what the chain above leaves.
     */
    public static Outcome<Issued, Refusal> issue(
            AuthoritySpec spec, AuthorityKey parent, Instant now, SecureRandom random) {
        return certify(spec, () -> spec.algorithm().generate(random), parent, now, random);
    }

    /** Makes a new certificate for the key of an intermediate, by the same rules. */
    public static Outcome<Issued, Refusal> renew(
            AuthoritySpec spec, AuthorityKey intermediate, AuthorityKey parent, Instant now, SecureRandom random) {
        return certify(spec, intermediate::keyPair, parent, now, random);
    }

    private static Outcome<Issued, Refusal> certify(
            AuthoritySpec spec, Supplier<KeyPair> key, AuthorityKey parent, Instant now, SecureRandom random) {
        int allowed = parent.pathLength();
        if (allowed <= 0) {
            return Outcome.refused(Refusal.PATH_LENGTH);
        }
        Instant end = parent.latestExpiry();
        if (!now.isBefore(end) || now.isBefore(parent.validFrom())) {
            return Outcome.refused(Refusal.NOT_VALID);
        }
        boolean shortened = spec.notAfter().isAfter(end);
        int below = allowed == AuthoritySpec.UNLIMITED ? AuthoritySpec.UNLIMITED : allowed - 1;
        KeyPair pair = key.get();
        X509Certificate certificate = AuthorityCertificate.draft(
                        spec,
                        pair.getPublic(),
                        Validity.from(now, shortened ? end : spec.notAfter()),
                        Math.min(spec.pathLength(), below))
                .signedBy(parent.issuer(), random);
        List<X509Certificate> chain = new ArrayList<>(parent.chain());
        chain.add(0, certificate);
        return Outcome.accepted(new Issued(new AuthorityKey(pair.getPrivate(), chain), shortened));
    }
}

package dev.signet.domain.ca;

import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of the serving certificate of the token service. It has no status: what stands in its Secret is what there is, and
 * whatever is wrong with that is mended by another one.
 */
public sealed interface ServingDecision {

    /** What stands in its Secret. */
    sealed interface Observed {
        /** There is no such Secret. */
        record Absent() implements Observed {}

        /** There is one, and it is somebody else's. */
        record Foreign() implements Observed {}

        /** There is one of this authority. */
        record Present(Outcome<ServingCertificate, ServingFault> certificate) implements Observed {}
    }

    /** Somebody else's is in the way. */
    record Wait() implements ServingDecision {}

    /** Another one is to be made. */
    record Issue(ServingFault why) implements ServingDecision {}

    /**
     * The one there is does.
     *
     * @param renewal when another one is due; empty: once the authority has changed
     */
    record Keep(Optional<Instant> renewal) implements ServingDecision {}

    /**
     * What is due now.
     *
     * @param authority certifies it, and is valid
     */
    static ServingDecision decide(Observed observed, ServingNames names, AuthorityKey authority, Instant now) {
        if (observed instanceof Observed.Foreign) {
            return new Wait();
        }
        if (!(observed instanceof Observed.Present present)) {
            return new Issue(ServingFault.ABSENT);
        }
        Optional<ServingCertificate> certificate = present.certificate().toOptional();
        return present.certificate()
                .refusal()
                .or(() -> certificate.flatMap(each -> each.fault(names, authority, now)))
                .<ServingDecision>map(Issue::new)
                .orElseGet(() -> new Keep(certificate.flatMap(each -> each.renewal(authority))));
    }
}

package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import dev.signet.domain.token.AgentTokenDecision.Refuse;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of a token whose object has come to say something that cannot be read. Nothing is issued, and nothing that is
 * over comes back; what is in force stays so, and ends as it would have.
 */
public final class UnreadableOrderPolicy {

    private UnreadableOrderPolicy() {}

    /**
     * What is to be done now.
     *
     * @param record what status says so far
     * @param revoked whether the object says that it is revoked, which can be read whatever else cannot
     * @param refusal the field at fault
     */
    public static Refuse decide(TokenRecord record, boolean revoked, Refusal refusal, Instant now) {
        Phase phase = record.endedForGood(revoked).orElseGet(() -> phase(record, now));
        Optional<Instant> end = phase == Phase.Valid ? record.current().flatMap(record::endOf) : Optional.empty();
        return new Refuse(refusal, phase, end);
    }

    private static Phase phase(TokenRecord record, Instant now) {
        if (record.phase() == Phase.Valid) {
            Optional<Instant> end = record.current().flatMap(record::endOf);
            return end.filter(time -> !now.isBefore(time)).isPresent() ? Phase.Expired : Phase.Valid;
        }
        return record.phase() == Phase.Expired ? Phase.Expired : Phase.Failed;
    }
}

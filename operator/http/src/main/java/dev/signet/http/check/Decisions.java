package dev.signet.http.check;

import dev.signet.domain.FailureCode;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The record of what was decided: {@code signet_edge_decisions_total{endpoint,code}}, with {@code code} {@code Accepted} or the
 * reason of a refusal, and a log line for each refusal with reason, token id, client and request.
 */
public final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final String NAME = "signet.edge.decisions";
    private static final String ACCEPTED = "Accepted";
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

    /** The labels of one counter. */
    private record Series(String endpoint, String code) {}

    public Decisions(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A request was let through. */
    public void accepted(Asked asked, Caller caller) {
        count(asked.endpoint(), ACCEPTED);
        if (LOG.isDebugEnabled()) {
            LOG.debug("accepted {} at {} for token {}", asked.what().get(), asked.endpoint(), caller.tokenId());
        }
    }

    /** A token was made for a {@code client_id}. */
    public void granted(Asked asked, String clientId) {
        count(asked.endpoint(), ACCEPTED);
        LOG.debug("granted at {} for {}", asked.endpoint(), clientId);
    }

    /** A request was refused before or after a token was looked at. */
    public void refused(Asked asked, FailureCode code) {
        refused(asked, new Verdict.Refused(code, Optional.empty()), "");
    }

    /**
     * A token was refused.
     *
     * @param why more than the code says, such as the rules that do not name the request; empty: nothing
     */
    public void refused(Asked asked, Verdict.Refused refusal, String why) {
        count(asked.endpoint(), refusal.code().name());
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("code", refusal.code().name())
                .addKeyValue("endpoint", asked.endpoint())
                .addKeyValue("token", refusal.tokenId().map(Object::toString).orElse(UNKNOWN))
                .addKeyValue("client", asked.client().map(Object::toString).orElse(UNKNOWN));
        String what = asked.what().get();
        if (!what.isEmpty()) {
            line = line.addKeyValue("request", what);
        }
        if (!why.isEmpty()) {
            line = line.addKeyValue("why", why);
        }
        line.log("refused: {}", refusal.code());
    }

    private void count(String endpoint, String code) {
        counters.computeIfAbsent(new Series(endpoint, code), this::counter).increment();
    }

    private Counter counter(Series series) {
        return Counter.builder(NAME)
                .description("decisions of the token service")
                .tag("endpoint", series.endpoint())
                .tag("code", series.code())
                .register(registry);
    }
}

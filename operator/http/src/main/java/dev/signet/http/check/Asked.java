package dev.signet.http.check;

import dev.signet.domain.network.ClientAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was asked, as log and metric name it. No value of a token stands in it.
 *
 * @param endpoint where, such as {@code /auth}; one of few, since it labels a metric
 * @param client from where; empty: not known
 * @param what the request that is protected, such as {@code GET app.example/info}, safe to print and without its query, where
 *     secrets may stand; empty: the endpoint itself. Asked for only where it is written down.
 */
public record Asked(String endpoint, Optional<ClientAddress> client, Supplier<String> what) {

    /** Something that is asked of the endpoint itself. */
    public static Asked of(String endpoint, Optional<ClientAddress> client) {
        return new Asked(endpoint, client, () -> "");
    }
}

package dev.signet.domain.exchange;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** ServiceAccounts of the cluster, and what the policies of their namespaces let them have. Never blocks its caller. */
public interface ServiceAccounts {

    /**
     * A ServiceAccount that proved itself.
     *
     * @param namespace its namespace
     * @param name its name
     * @param uid its UID
     */
    record ServiceAccount(String namespace, String name, String uid) {}

    /** What came of looking at a token. */
    sealed interface Review {

        /** It is a ServiceAccount's, and for this token service. */
        record Known(ServiceAccount account) implements Review {}

        /** It is none, or none that counts here. */
        record Unknown() implements Review {}

        /** The API server could not be asked. */
        record Unavailable() implements Review {}
    }

    /** Has the API server look at a token (TokenReview), for our audiences alone. */
    CompletionStage<Review> review(SecretValue token);

    /**
     * What the policies of a ServiceAccount's namespace make of a request.
     *
     * @return how long the token may live, or the field at fault
     */
    Parsed<Duration> permit(ServiceAccount account, ExchangeRequest request);
}

package dev.signet.kubernetes.edge;

import dev.signet.domain.exchange.ExchangeRequest;
import dev.signet.domain.exchange.ServiceAccountLimits;
import dev.signet.domain.exchange.ServiceAccounts;
import dev.signet.domain.policy.TokenLimits;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.kubernetes.policy.NamespacePolicies;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ServiceAccounts, by TokenReview. A token counts only where it was made for this token service (its audience). */
final class ClusterServiceAccounts implements ServiceAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterServiceAccounts.class);
    private static final String USER = "system:serviceaccount:";

    private final KubernetesClient client;
    private final NamespacePolicies policies;
    private final List<String> audiences;
    private final Set<String> served;
    private final Executor executor;

    /**
     * @param audiences any of which a token must be for
     * @param served the namespaces to serve; empty: all
     */
    ClusterServiceAccounts(
            KubernetesClient client,
            NamespacePolicies policies,
            List<String> audiences,
            Set<String> served,
            Executor executor) {
        this.client = client;
        this.policies = policies;
        this.audiences = List.copyOf(audiences);
        this.served = Set.copyOf(served);
        this.executor = executor;
    }

    @Override
    public CompletionStage<Review> review(SecretValue token) {
        return CompletableFuture.supplyAsync(() -> reviewed(token), executor).exceptionally(fault -> {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            LOG.warn(
                    "a token could not be reviewed: {}",
                    cause instanceof KubernetesClientException refused
                            ? "HTTP " + refused.getCode()
                            : cause.getClass().getSimpleName());
            return new Review.Unavailable();
        });
    }

    private Review reviewed(SecretValue token) {
        TokenReview review = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token.reveal(SecretAccess.VERIFICATION))
                        .withAudiences(audiences)
                        .endSpec()
                        .build());
        TokenReviewStatus status = review.getStatus();
        boolean good = status != null
                && Boolean.TRUE.equals(status.getAuthenticated())
                && status.getAudiences() != null
                && status.getAudiences().stream().anyMatch(audiences::contains)
                && status.getUser() != null
                && status.getUser().getUsername() != null
                && status.getUser().getUsername().startsWith(USER);
        if (!good) {
            return new Review.Unknown();
        }
        String[] parts = status.getUser().getUsername().substring(USER.length()).split(":", -1);
        String uid = status.getUser().getUid();
        return parts.length == 2 && uid != null && (served.isEmpty() || served.contains(parts[0]))
                ? new Review.Known(new ServiceAccount(parts[0], parts[1], uid))
                : new Review.Unknown();
    }

    @Override
    public Parsed<Duration> permit(ServiceAccount account, ExchangeRequest request) {
        Parsed<List<TokenLimits>> limits = policies.limits(account.namespace());
        return limits.flatMap(matching -> ServiceAccountLimits.permit(matching, account, request));
    }
}

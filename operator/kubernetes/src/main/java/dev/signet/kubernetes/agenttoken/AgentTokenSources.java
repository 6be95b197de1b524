package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.kubernetes.watch.Wake;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.dependent.RecentOperationCacheFiller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What has an AgentToken reconciled besides its own changes. */
final class AgentTokenSources {

    /** The name of the index over AgentTokens by the restrictions that they name; most name none. */
    private static final String BY_RESTRICTION = "by-restriction";

    private final OwnedSecrets secrets;
    private final Wake<AgentToken> wake = new Wake<>();
    private volatile @Nullable IndexerResourceCache<AgentToken> tokens;

    AgentTokenSources(OwnedSecrets secrets) {
        this.secrets = secrets;
    }

    /** Starts to list the Secrets and does not wait. */
    void begin() {
        secrets.begin();
    }

    /** Registers the sources; called once, before anything starts. */
    List<EventSource<?, AgentToken>> prepare(EventSourceContext<AgentToken> context) {
        IndexerResourceCache<AgentToken> cache = context.getPrimaryCache();
        cache.addIndexers(
                Map.of(OneTimeTokens.index(), OneTimeTokens::keys, BY_RESTRICTION, AgentTokenSources::restrictionKeys));
        tokens = cache;
        return List.of(secrets, wake);
    }

    /** The AgentTokens as last seen. */
    IndexerResourceCache<AgentToken> tokens() {
        IndexerResourceCache<AgentToken> prepared = tokens;
        if (prepared == null) {
            throw new IllegalStateException("the event sources are prepared before the first reconcile");
        }
        return prepared;
    }

    /** Has each object of some kind reconciled. */
    void wakeAll(Predicate<AgentToken> concerned) {
        IndexerResourceCache<AgentToken> prepared = tokens;
        if (prepared != null && wake.isRunning()) {
            prepared.list(concerned).map(ResourceID::fromResource).forEach(wake::wake);
        }
    }

    /** Has those reconciled that name a restriction of their namespace. */
    void wakeRestricted(String namespace, String restriction) {
        IndexerResourceCache<AgentToken> prepared = tokens;
        if (prepared != null && wake.isRunning()) {
            prepared.byIndex(BY_RESTRICTION, namespace + "/" + restriction).stream()
                    .map(ResourceID::fromResource)
                    .forEach(wake::wake);
        }
    }

    private static List<String> restrictionKeys(AgentToken token) {
        return token.getSpec().restrictionRefs().stream()
                .map(reference -> token.getMetadata().getNamespace() + "/" + reference.name())
                .toList();
    }

    /** Has those reconciled that a one-time token ends, once what became of it is written. */
    void wakeOlder(AgentTokenFacts facts) {
        OneTimeTokens.older(tokens(), facts.identity(), facts.order()).forEach(wake::wake);
    }

    /** Remembers an object as it stands after a write, so that no older state of it is acted upon. */
    void written(AgentToken token) {
        if (tokens() instanceof RecentOperationCacheFiller<?> cache) {
            @SuppressWarnings("unchecked") // the cache of AgentTokens
            RecentOperationCacheFiller<AgentToken> filler = (RecentOperationCacheFiller<AgentToken>) cache;
            filler.handleRecentResourceUpdate(ResourceID.fromResource(token), trim(token), token);
        }
    }

    /** Takes from an object what nobody here reads, and shares the rest, before it is kept. */
    static AgentToken trim(AgentToken token) {
        token.getMetadata().setNamespace(token.getMetadata().getNamespace().intern());
        if (token.getStatus() != null) {
            token.setStatus(CompactStatus.of(token.getStatus()));
        }
        token.getMetadata().setManagedFields(List.of());
        token.getMetadata().setAnnotations(Map.of());
        token.getMetadata().setLabels(Map.of());
        return token;
    }
}
